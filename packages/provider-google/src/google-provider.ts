import type {
  ChatRequest,
  ModelInfo,
  ProviderCallContext,
  Provider,
  ProviderContext,
  TokenCount,
} from '@understudy/core/provider';
import { sendRequest } from '@understudy/provider-utils';
import { readTokenCount } from '@understudy/provider-utils/internal';

import { Endpoint, toModelPath } from './endpoint.ts';
import type { GoogleSettings } from './google-settings.ts';
import { streamChat } from './stream-chat.ts';
import { decodeModelList } from './wire/decode-model-list.ts';
import { encodeChatRequest } from './wire/encode-chat-request.ts';

/** A limit against a list without end. A page has up to 1000 models. */
const maxPages = 20;

/** A provider for the Gemini API. It has no state between two calls. */
export class GoogleProvider implements Provider {
  readonly #endpoint: Endpoint;

  constructor(settings: GoogleSettings) {
    this.#endpoint = new Endpoint(settings);
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    return streamChat(request, context, this.#endpoint);
  }

  async models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    const models: ModelInfo[] = [];
    let token: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const { json } = await sendRequest(context, {
        ...this.#endpoint.fields,
        method: 'GET',
        url: this.#endpoint.modelsPage(token),
        expect: 'json',
        operation: 'model list request',
      });
      const decoded = decodeModelList(json);
      // Some proxies repeat the first page.
      if (token !== undefined && decoded.nextPageToken === token) break;
      models.push(...decoded.models);
      token = decoded.nextPageToken;
      if (token === undefined) break;
    }
    return models;
  }

  async countTokens(request: ChatRequest, context: ProviderCallContext): Promise<TokenCount> {
    const { body } = encodeChatRequest(request, context.provider);
    const generateContentRequest = { model: toModelPath(request.model), ...body };
    const response = await sendRequest(context, {
      ...this.#endpoint.fields,
      method: 'POST',
      url: this.#endpoint.methodOf(request.model, 'countTokens'),
      body: JSON.stringify({ generateContentRequest }),
      expect: 'json',
      operation: 'token count request',
    });
    return readTokenCount(response, 'totalTokens');
  }
}
