import type { VendorError } from '@understudy/core/internal';
import type { ErrorCode } from '@understudy/core/provider';

import type { VendorRequest } from './vendor-request.ts';

/** The settings of a provider that its requests depend on. */
export interface EndpointSettings {
  /** The path ends with a slash. */
  readonly baseUrl: URL;
  readonly proxy: URL | undefined;
  readonly apiKey: string | undefined;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the requests to a vendor have in common. */
export interface EndpointFormat {
  /** The header for the key, in lower case. In `authorization`, the key is a bearer token. */
  readonly keyHeader: string;
  /** Headers that the API requires. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly decodeError: VendorRequest['decodeError'];
  /** What to do if a key is required. @defaultValue 'apiKey is not set' */
  readonly missingKeyAdvice?: string;
  /** What to do if the server does not have the API. */
  readonly baseUrlAdvice: string;
  /** Whether the API itself reported the error, so the address is correct. */
  isApiError(code: ErrorCode, error: VendorError): boolean;
}

export type EndpointFields = Pick<VendorRequest, 'headers' | 'proxy' | 'decodeError' | 'adviseOn'>;

/**
 * The address, headers and credentials of a vendor. Printing it shows no key.
 *
 * The headers of the settings replace those of the provider. A header that contains a key replaces `apiKey`:
 * `authorization`, and the header for the key.
 */
export class VendorEndpoint {
  readonly #baseUrl: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #hasKey: boolean;
  readonly #format: EndpointFormat;

  constructor({ baseUrl, proxy, apiKey, headers }: EndpointSettings, format: EndpointFormat) {
    const { keyHeader } = format;
    const hasOwnKey = [keyHeader, 'authorization'].some((name) => Object.hasOwn(headers, name));
    this.#baseUrl = baseUrl;
    this.#proxy = proxy;
    this.#headers = {
      // Firewalls of some vendors reject requests without a user agent.
      'user-agent': 'understudy',
      ...format.headers,
      // If both are sent, some servers ignore `authorization`.
      ...(apiKey !== undefined && !hasOwnKey && { [keyHeader]: encodeKey(apiKey, keyHeader) }),
      ...headers,
    };
    this.#hasKey = hasOwnKey || apiKey !== undefined || baseUrl.searchParams.has('key');
    this.#format = format;
  }

  /** Returns the address of a path below the base URL, with the query of the base URL. */
  urlOf(path: string): URL {
    const url = new URL(this.#baseUrl);
    url.pathname += path;
    return url;
  }

  /** The fields that all requests have. */
  get fields(): EndpointFields & { readonly headers: Readonly<Record<string, string>> } {
    return {
      headers: this.#headers,
      proxy: this.#proxy,
      decodeError: this.#format.decodeError,
      adviseOn: (code, error) => this.#adviceFor(code, error),
    };
  }

  #adviceFor(code: ErrorCode, error: VendorError | undefined): string | undefined {
    const { missingKeyAdvice = 'apiKey is not set', baseUrlAdvice } = this.#format;
    if (code === 'authentication-failed') return this.#hasKey ? undefined : missingKeyAdvice;
    if (error && this.#format.isApiError(code, error)) return undefined;
    if (code === 'malformed-response') return baseUrlAdvice;
    return code === 'model-not-found'
      ? `if the model name is correct, ${baseUrlAdvice}`
      : undefined;
  }
}

/**
 * Returns the advice to check `baseUrl`, for vendors whose addresses end with a version.
 *
 * @param version - the version that most addresses end with, for example `/v1`
 */
export function adviseVersion({ pathname }: URL, version: string): string {
  return /\/v\d\w*\//.test(pathname)
    ? 'check baseUrl'
    : `check baseUrl: most end with ${version}, this one does not`;
}

function encodeKey(apiKey: string, keyHeader: string): string {
  return keyHeader === 'authorization' ? `Bearer ${apiKey}` : apiKey;
}
