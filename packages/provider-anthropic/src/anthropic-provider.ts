import { decodeModelList, encodeCountRequest } from '@understudy/anthropic-wire';
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

import type { AnthropicSettings } from './anthropic-settings.ts';
import { Endpoint } from './endpoint.ts';
import { streamChat } from './stream-chat.ts';

/** A limit against a list without end. A page has up to 1000 models. */
const maxPages = 20;

/** A provider for the Messages API. It has no state between two calls. */
export class AnthropicProvider implements Provider {
  readonly #settings: AnthropicSettings;
  readonly #endpoint: Endpoint;

  constructor(settings: AnthropicSettings) {
    this.#settings = settings;
    this.#endpoint = new Endpoint(settings);
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    const { apiVersion, messageStop } = this.#settings;
    return streamChat(request, context, { endpoint: this.#endpoint, apiVersion, messageStop });
  }

  async models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    const models: ModelInfo[] = [];
    let after: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const { json } = await sendRequest(context, {
        ...this.#endpoint.fields,
        method: 'GET',
        url: this.#endpoint.modelsAfter(after),
        expect: 'json',
        operation: 'model list request',
      });
      const decoded = decodeModelList(json);
      // Some proxies repeat the first page.
      if (after !== undefined && decoded.nextAfter === after) break;
      models.push(...decoded.models);
      after = decoded.nextAfter;
      if (after === undefined) break;
    }
    return models;
  }

  async countTokens(request: ChatRequest, context: ProviderCallContext): Promise<TokenCount> {
    const { apiVersion } = this.#settings;
    const { provider } = context;
    const { body, betas } = encodeCountRequest(request, { provider, apiVersion });
    const response = await sendRequest(context, {
      ...this.#endpoint.fieldsFor(betas),
      method: 'POST',
      url: this.#endpoint.countTokens,
      body: JSON.stringify(body),
      expect: 'json',
      operation: 'token count request',
    });
    return readTokenCount(response, 'input_tokens');
  }
}
