import type { HttpRequest, ModelsContext } from '@understudy/core/provider';
import { lowerCaseNames } from '@understudy/provider-utils';

import type { OpenAiSettings } from './settings/openai-settings.ts';

/** The fields of a request that are not the same for all requests. */
export interface EndpointRequest extends Pick<HttpRequest, 'method' | 'url' | 'body'> {
  /** The `accept` header. */
  readonly accept: string;
}

/** Creates requests with the addresses, headers and credentials of a vendor. Printing it shows no key. */
export class Endpoint {
  readonly completions: URL;
  readonly models: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;

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

  /** The end of the error message if the server does not seem to be an API. */
  get advice(): string {
    return /\/v\d\w*\//.test(this.models.pathname)
      ? 'check baseUrl'
      : 'check baseUrl: most end with /v1, this one does not';
  }

  get hasCredentials(): boolean {
    return Object.hasOwn(this.#headers, 'authorization');
  }

  /** Adds the headers of the caller. They do not replace the headers of the settings. */
  createRequest(
    { url, accept, method, body }: EndpointRequest,
    { headers, signal }: ModelsContext,
  ): HttpRequest {
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

/** Appends a path to the path of the base URL and keeps its query. */
function appendPath(baseUrl: URL, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname += path;
  return url;
}
