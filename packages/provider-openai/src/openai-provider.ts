import type {
  ChatRequest,
  ModelInfo,
  ModelsContext,
  Provider,
  ProviderContext,
} from '@understudy/core/provider';
import type { Quirks } from '@understudy/openai-wire';

import { Endpoint } from './endpoint.ts';
import { listModels } from './list-models.ts';
import type { OpenAiSettings } from './openai-settings.ts';
import { streamChat } from './stream-chat.ts';

/** A server that speaks OpenAI's dialect. Holds no socket and no session between two chats. */
export class OpenAiProvider implements Provider {
  readonly #endpoint: Endpoint;
  readonly #quirks: Quirks;

  constructor(settings: OpenAiSettings) {
    this.#endpoint = new Endpoint(settings);
    this.#quirks = settings.quirks;
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    return streamChat(request, context, { endpoint: this.#endpoint, quirks: this.#quirks });
  }

  models(context: ModelsContext): Promise<readonly ModelInfo[]> {
    return listModels(context, this.#endpoint);
  }
}
