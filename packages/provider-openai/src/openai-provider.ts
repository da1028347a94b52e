import type {
  ChatRequest,
  ModelInfo,
  ProviderCallContext,
  Provider,
  ProviderContext,
} from '@understudy/core/provider';

import { chatCompletions } from './api/chat-completions.ts';
import { Endpoint } from './endpoint.ts';
import { listModels } from './list-models.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';
import { streamChat } from './stream-chat.ts';
import type { ChatTarget } from './stream-chat.ts';

/** A provider for an API with chat completions. It has no state between two calls. */
export class OpenAiProvider implements Provider {
  readonly #target: ChatTarget;

  constructor(settings: OpenAiSettings) {
    const api = chatCompletions;
    this.#target = { api, endpoint: new Endpoint(settings, api.path), quirks: settings.quirks };
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    return streamChat(request, context, this.#target);
  }

  models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    return listModels(this.#target.endpoint, context);
  }
}
