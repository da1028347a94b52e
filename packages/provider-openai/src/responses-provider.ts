import { ProviderError } from '@understudy/core/provider';
import type {
  ChatRequest,
  ModelInfo,
  ProviderCallContext,
  Provider,
  ProviderContext,
  TokenCount,
} from '@understudy/core/provider';
import type { Quirks } from '@understudy/openai-wire';
import { encodeCountRequest } from '@understudy/openai-wire/responses';
import { readNumber, sendRequest } from '@understudy/provider-utils';

import { responses } from './api/responses.ts';
import { Endpoint } from './endpoint.ts';
import { OpenAiProvider } from './openai-provider.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';

/** A provider for the Responses API, which counts tokens too. */
export class ResponsesProvider implements Provider {
  readonly #base: OpenAiProvider;
  readonly #endpoint: Endpoint;
  readonly #quirks: Quirks;

  constructor(settings: OpenAiSettings) {
    this.#base = new OpenAiProvider(settings, responses);
    this.#endpoint = new Endpoint(settings, responses.path);
    this.#quirks = settings.quirks;
  }

  chat(request: ChatRequest, context: ProviderContext): ReturnType<Provider['chat']> {
    return this.#base.chat(request, context);
  }

  models(context: ProviderCallContext): Promise<readonly ModelInfo[]> {
    return this.#base.models(context);
  }

  async countTokens(request: ChatRequest, context: ProviderCallContext): Promise<TokenCount> {
    const { provider } = context;
    const body = encodeCountRequest(request, { provider, quirks: this.#quirks });
    const { json, status, requestId } = await sendRequest(context, {
      ...this.#endpoint.fields,
      method: 'POST',
      url: this.#endpoint.chatUrlOf(request.model, '/input_tokens'),
      body: JSON.stringify(body),
      expect: 'json',
      operation: 'token count request',
    });
    const inputTokens = readNumber(json, 'input_tokens');
    if (inputTokens !== undefined) return { inputTokens };
    const message = 'expected input_tokens in the response, received none';
    throw new ProviderError({ code: 'malformed-response', message, status, requestId });
  }
}
