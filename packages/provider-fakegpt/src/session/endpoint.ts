import type { HttpRequest } from '@understudy/core/provider';

import type { FakeGptSettings } from '../fakegpt-settings.ts';

const chrome117: Readonly<Record<string, string>> = {
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/117.0.0.0 Safari/537.36',
  'sec-ch-ua': '"Google Chrome";v="117", "Not;A=Brand";v="8", "Chromium";v="117"',
  'sec-ch-ua-platform': '"Linux"',
  'sec-ch-ua-mobile': '?0',
};

/** The address of the server, and the headers of a browser. */
export class Endpoint {
  readonly conversation: URL;
  readonly #baseUrl: URL;
  readonly #proxy: URL | undefined;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ baseUrl, proxy, userAgent }: FakeGptSettings) {
    this.#baseUrl = baseUrl;
    this.conversation = this.url('api/conversation');
    this.#proxy = proxy;
    this.#headers = {
      // The client hints of Chrome would contradict another user agent.
      ...(userAgent === undefined ? chrome117 : { 'user-agent': userAgent }),
      'accept-language': 'en-US',
      referer: new URL('?v=2', baseUrl).href,
    };
  }

  get origin(): string {
    return this.#baseUrl.origin;
  }

  /** Returns the URL of a path below the base URL. The path must not start with a slash. */
  url(path: string): URL {
    return new URL(path, this.#baseUrl);
  }

  /** Returns the fields that all requests have, with additional headers. Undefined headers are not sent. */
  fields(
    headers: Readonly<Record<string, string | undefined>>,
  ): Pick<HttpRequest, 'headers' | 'proxy'> {
    const all = Object.entries({ ...this.#headers, ...headers });
    const defined = all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    return { headers: Object.fromEntries(defined), proxy: this.#proxy };
  }
}
