import type {
  ChatRequest,
  ModelInfo,
  ProviderCallContext,
  Provider,
  ProviderContext,
  TokenCount,
} from '@understudy/core/provider';
import { encodeCountRequest } from '@understudy/openai-wire/responses';
import { sendRequest } from '@understudy/provider-utils';
import { readTokenCount } from '@understudy/provider-utils/internal';

import { responses } from './api/responses.ts';
import { Endpoint } from './endpoint.ts';
import { listModels } from './list-models.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';
import { streamChat } from './stream-chat.ts';
import type { ChatTarget } from './stream-chat.ts';

/** A provider for the Responses API, which counts tokens too. It has no state between two calls. */
export class ResponsesProvider implements Provider {
  readonly #target: ChatTarget;

  constructor(settings: OpenAiSettings) {
    const api = responses;
    this.#target = { api, endpoint: new Endpoint(settings, api.path), quirks: settings.quirks };
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    return streamChat(request, context, this.#target);
  }

  models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    return listModels(this.#target.endpoint, context);
  }

  async countTokens(request: ChatRequest, context: ProviderCallContext): Promise<TokenCount> {
    const { endpoint, quirks } = this.#target;
    const { provider } = context;
    const response = await sendRequest(context, {
      ...endpoint.fields,
      method: 'POST',
      url: endpoint.chatUrlOf(request.model, '/input_tokens'),
      body: JSON.stringify(encodeCountRequest(request, { provider, quirks })),
      expect: 'json',
      operation: 'token count request',
    });
    return readTokenCount(response, 'input_tokens');
  }
}
