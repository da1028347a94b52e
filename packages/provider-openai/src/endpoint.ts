import { lowerCaseNames } from '@understudy/core/provider';
import type { HttpRequest, ModelsContext } from '@understudy/core/provider';

import type { OpenAiSettings } from './openai-settings.ts';

/** A request to a vendor, as far as it differs from others. */
export interface EndpointRequest extends Pick<HttpRequest, 'method' | 'url' | 'body'> {
  /** The media types that we can read. */
  readonly accept: string;
}

/** Where a vendor is, and who we are to it. Holds the key, and prints nothing. */
export class Endpoint {
  /** Where answers are asked for, and where the list of models. */
  readonly completions: URL;
  readonly models: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ baseUrl, proxy, apiKey, headers }: OpenAiSettings) {
    this.completions = below(baseUrl, 'chat/completions');
    this.models = below(baseUrl, 'models');
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
    return /\/v\d\w*\//.test(this.models.pathname)
      ? 'check baseUrl'
      : 'check baseUrl: most end with /v1, this one does not';
  }

  /** Whether it is told who we are. */
  get authorizes(): boolean {
    return Object.hasOwn(this.#headers, 'authorization');
  }

  /** The caller's headers come along, but take no place of ours. */
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

/** A path below the base URL, whose query stays. */
function below(baseUrl: URL, path: string): URL {
  const url = new URL(baseUrl);
  url.pathname += path;
  return url;
}
