import type { ErrorCode, HttpRequest } from '@understudy/core/provider';
import { classifyError } from '@understudy/provider-utils';
import type { VendorError, VendorRequest } from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';
import type { OpenAiSettings } from './settings/openai-settings.ts';

type EndpointFields = Pick<VendorRequest, 'headers' | 'proxy' | 'decodeError' | 'advice'>;

/** The addresses, headers and credentials of a vendor. Printing it shows no key. */
export class Endpoint {
  readonly completions: URL;
  readonly models: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: HttpRequest['headers'];

  constructor({ baseUrl, proxy, apiKey, headers }: OpenAiSettings) {
    this.completions = appendPath(baseUrl, 'chat/completions');
    this.models = appendPath(baseUrl, 'models');
    this.#proxy = proxy;
    this.#headers = {
      // Firewalls of some vendors reject requests without a user agent.
      'user-agent': 'understudy',
      ...(apiKey === undefined ? undefined : { authorization: `Bearer ${apiKey}` }),
      ...headers,
    };
  }

  /** The fields that all requests have. */
  get fields(): EndpointFields {
    return {
      headers: this.#headers,
      proxy: this.#proxy,
      decodeError,
      advice: (code, error) => this.#adviceFor(code, error),
    };
  }

  #adviceFor(code: ErrorCode, error: VendorError | undefined): string | undefined {
    if (code === 'authentication-failed' && !Object.hasOwn(this.#headers, 'authorization')) {
      return 'apiKey is not set';
    }
    const { vendorCode, vendorType } = error ?? {};
    const isVendorCode = classifyError({ vendorCode, vendorType }) === code;
    if (code === 'malformed-response' && !isVendorCode) return this.#baseUrlAdvice;
    if (code === 'model-not-found' && !isVendorCode) {
      return `if the model name is correct, ${this.#baseUrlAdvice}`;
    }
    return undefined;
  }

  get #baseUrlAdvice(): string {
    return /\/v\d\w*\//.test(this.models.pathname)
      ? 'check baseUrl'
      : 'check baseUrl: most end with /v1, this one does not';
  }
}

/** Appends a path to the path of the base URL and keeps its query. */
function appendPath(baseUrl: URL, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname += path;
  return url;
}
