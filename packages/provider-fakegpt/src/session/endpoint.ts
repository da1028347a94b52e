import type { HttpRequest } from '@understudy/core/provider';

import type { FakeGptSettings } from '../fakegpt-settings.ts';

const chrome117: Readonly<Record<string, string>> = {
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36',
  'sec-ch-ua': '"Google Chrome";v="117", "Not;A=Brand";v="8", "Chromium";v="117"',
  'sec-ch-ua-platform': '"Linux"',
  'sec-ch-ua-mobile': '?0',
};

/** A request to the site, as far as it differs from others. */
export interface SiteRequest extends Pick<HttpRequest, 'method' | 'url' | 'body' | 'signal'> {
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Where the site is, and how we look to it. Knows no secrets but those of the proxy's address. */
export class Endpoint {
  /** Where questions are asked. */
  readonly conversation: URL;
  readonly #baseUrl: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ baseUrl, proxy, userAgent }: FakeGptSettings) {
    this.#baseUrl = baseUrl;
    this.conversation = this.url('api/conversation');
    this.#proxy = proxy;
    this.#headers = {
      // The hints of another browser would give the name the lie.
      ...(userAgent === undefined ? chrome117 : { 'user-agent': userAgent }),
      'accept-language': 'en-US',
      referer: new URL('?v=2', baseUrl).href,
    };
  }

  get origin(): string {
    return this.#baseUrl.origin;
  }

  /** The address of a path below the base URL, without a slash before it. */
  url(path: string): URL {
    return new URL(path, this.#baseUrl);
  }

  createRequest({ headers, ...rest }: SiteRequest): HttpRequest {
    return {
      ...rest,
      headers: { ...this.#headers, ...headers },
      proxy: this.#proxy,
    };
  }
}
