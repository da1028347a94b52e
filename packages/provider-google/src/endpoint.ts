import type { ErrorCode } from '@understudy/core/provider';
import type { VendorError, VendorRequest } from '@understudy/provider-utils';

import type { GoogleSettings } from './google-settings.ts';
import { decodeErrorBody } from './wire/decode-error-body.ts';

type EndpointFields = Pick<VendorRequest, 'headers' | 'proxy' | 'decodeError' | 'advice'>;

/** The method of a model, for example `generateContent`. */
type Method = 'streamGenerateContent' | 'countTokens';

/** The addresses, headers and credentials. Printing it shows no key. */
export class Endpoint {
  readonly #baseUrl: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #hasKey: boolean;

  constructor({ baseUrl, proxy, apiKey, headers }: GoogleSettings) {
    this.#baseUrl = baseUrl;
    this.#proxy = proxy;
    const hasOwnKey =
      Object.hasOwn(headers, 'authorization') || Object.hasOwn(headers, 'x-goog-api-key');
    this.#hasKey = hasOwnKey || apiKey !== undefined;
    this.#headers = {
      'user-agent': 'understudy',
      ...(apiKey === undefined || hasOwnKey ? undefined : { 'x-goog-api-key': apiKey }),
      ...headers,
    };
  }

  /** Returns the address of a method of a model. */
  methodOf(model: string, method: Method): URL {
    const path = toModelPath(model).split('/').map(encodeURIComponent).join('/');
    const url = this.#append(`${path}:${method}`);
    // Without it, a stream is one JSON array.
    if (method === 'streamGenerateContent') url.searchParams.set('alt', 'sse');
    return url;
  }

  /** Returns the address of a page of the model list. */
  modelsPage(token: string | undefined): URL {
    const url = this.#append('models');
    url.searchParams.set('pageSize', '1000');
    if (token !== undefined) url.searchParams.set('pageToken', token);
    return url;
  }

  /** The fields that all requests have. */
  get fields(): EndpointFields {
    return {
      headers: this.#headers,
      proxy: this.#proxy,
      decodeError: decodeErrorBody,
      advice: (code, error) => this.#adviceFor(code, error),
    };
  }

  #append(path: string): URL {
    const url = new URL(this.#baseUrl);
    url.pathname += path;
    return url;
  }

  #adviceFor(code: ErrorCode, error: VendorError | undefined): string | undefined {
    switch (code) {
      case 'authentication-failed':
        return this.#hasKey ? undefined : 'apiKey is not set';
      case 'malformed-response':
        return this.#baseUrlAdvice;
      case 'model-not-found':
        // The API names the model. Another server does not know the path.
        return error?.vendorType === 'NOT_FOUND' ? undefined : this.#baseUrlAdvice;
      default:
        return undefined;
    }
  }

  get #baseUrlAdvice(): string {
    return /\/v\d\w*\/$/.test(this.#baseUrl.pathname)
      ? 'check baseUrl'
      : 'check baseUrl: most end with /v1beta, this one does not';
  }
}

/** Returns the resource name of a model, for example `models/gemini-3.8-flash` or `tunedModels/mine`. */
export function toModelPath(model: string): string {
  return model.includes('/') ? model : `models/${model}`;
}
