import type {
  ChatRequest,
  ModelInfo,
  ProviderCallContext,
  Provider,
  ProviderContext,
} from '@understudy/core/provider';
import { decodeModelList } from '@understudy/openai-wire';
import type { Quirks } from '@understudy/openai-wire';
import { sendRequest } from '@understudy/provider-utils';

import type { ChatApi } from './api/chat-api.ts';
import { chatCompletions } from './api/chat-completions.ts';
import { Endpoint } from './endpoint.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';
import { streamChat } from './stream-chat.ts';

/** A provider for an OpenAI-compatible API. It has no state between two calls. */
export class OpenAiProvider implements Provider {
  readonly #endpoint: Endpoint;
  readonly #api: ChatApi;
  readonly #quirks: Quirks;

  constructor(settings: OpenAiSettings, api: ChatApi = chatCompletions) {
    this.#endpoint = new Endpoint(settings, api.path);
    this.#api = api;
    this.#quirks = settings.quirks;
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    return streamChat(request, context, {
      api: this.#api,
      endpoint: this.#endpoint,
      quirks: this.#quirks,
    });
  }

  async models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    const { json } = await sendRequest(context, {
      ...this.#endpoint.fields,
      method: 'GET',
      url: this.#endpoint.models,
      expect: 'json',
      operation: 'model list request',
    });
    return decodeModelList(json);
  }
}
