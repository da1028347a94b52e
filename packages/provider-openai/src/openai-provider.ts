import type {
  ChatRequest,
  ModelInfo,
  ModelsContext,
  Provider,
  ProviderContext,
} from '@understudy/core/provider';
import { decodeModelList } from '@understudy/openai-wire';
import type { Quirks } from '@understudy/openai-wire';

import { Endpoint } from './endpoint.ts';
import { readJsonResponse } from './read-json-response.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';
import { streamChat } from './stream-chat.ts';

/** A provider for an OpenAI-compatible API. It has no state between two calls. */
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

  async models(context: ModelsContext): Promise<readonly ModelInfo[]> {
    const { http, clock, limits } = context;
    const endpoint = this.#endpoint;
    const response = await http.request(
      endpoint.createRequest(
        { method: 'GET', url: endpoint.models, accept: 'application/json' },
        context,
      ),
    );
    const request = { operation: 'model list request', expected: 'JSON' };
    const expectation = { ...request, endpoint, clock, limits };
    return decodeModelList(await readJsonResponse(response, expectation));
  }
}
