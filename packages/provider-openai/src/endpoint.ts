import { lowerCaseNames } from '@understudy/core/provider';
import type { HttpRequest, ModelsContext } from '@understudy/core/provider';

import type { OpenAiSettings } from './openai-settings.ts';

/** A request to a vendor, as far as it differs from others. */
export interface EndpointRequest extends Pick<HttpRequest, 'method' | 'body'> {
  /** Below the base URL, without a slash before it. */
  readonly path: string;
  /** The media types that we can read. */
  readonly accept: string;
}

/** Where a vendor is, and who we are to it. Holds the key, and prints nothing. */
export class Endpoint {
  readonly #baseUrl: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ baseUrl, proxy, apiKey, headers }: OpenAiSettings) {
    this.#baseUrl = baseUrl;
    this.#proxy = proxy;
    this.#headers = {
      // Some vendors stand behind a firewall that turns nameless visitors away.
      'user-agent': 'understudy',
      ...(apiKey === undefined ? undefined : { authorization: `Bearer ${apiKey}` }),
      ...headers,
    };
  }

  /** What to do where the server does not seem to be an API. */
  get advice(): string {
    return /\/v\d\w*\//.test(this.#baseUrl.pathname)
      ? 'check baseUrl'
      : 'check baseUrl: most end with /v1, this one does not';
  }

  /** Whether it is told who we are. */
  get authorizes(): boolean {
    return Object.hasOwn(this.#headers, 'authorization');
  }

  /** The caller's headers come along, but take no place of ours. */
  createRequest(
    { path, accept, method, body }: EndpointRequest,
    { headers, signal }: ModelsContext,
  ): HttpRequest {
    const url = new URL(this.#baseUrl);
    url.pathname += path;
    return {
      method,
      url,
      headers: {
        ...lowerCaseNames(headers),
        ...this.#headers,
        accept,
        'accept-encoding': 'identity',
        ...(body === undefined ? undefined : { 'content-type': 'application/json' }),
      },
      body,
      signal,
      proxy: this.#proxy,
    };
  }
}
