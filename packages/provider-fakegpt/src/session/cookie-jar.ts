import type { Clock, Http, HttpHeaders } from '@understudy/core/provider';

/** The cookies of one session. They are sent only to the origin that set them. */
export class CookieJar {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Returns a copy that changes independently. */
  fork(): CookieJar {
    const jar = new CookieJar(this.#origin);
    for (const [name, value] of this.#cookies) jar.#cookies.set(name, value);
    return jar;
  }

  has(name: string): boolean {
    return this.#cookies.has(name);
  }

  /** Stores and deletes cookies as the `set-cookie` headers of a response demand. */
  store(url: URL, headers: HttpHeaders, wallNow: number): void {
    if (url.origin !== this.#origin) return;
    for (const line of headers.getAll('set-cookie')) {
      const [pair = '', ...attributes] = line.split(';');
      const equals = pair.indexOf('=');
      if (equals < 1) continue;
      const name = pair.slice(0, equals).trim();
      const value = pair.slice(equals + 1).trim();
      if (value === '' || attributes.some((attribute) => isExpired(attribute, wallNow))) {
        this.#cookies.delete(name);
      } else {
        this.#cookies.set(name, value);
      }
    }
  }

  /** Returns the value of the `cookie` header, or undefined without cookies. */
  header(url: URL): string | undefined {
    if (url.origin !== this.#origin || this.#cookies.size === 0) return undefined;
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

function isExpired(attribute: string, wallNow: number): boolean {
  const [name = '', value = ''] = attribute.split('=', 2);
  switch (name.trim().toLowerCase()) {
    case 'max-age':
      return Number(value) <= 0;
    case 'expires':
      return Date.parse(value) <= wallNow;
    default:
      return false;
  }
}

/** Returns an `Http` that stores the cookies of all responses, error responses included. */
export function createCookieHttp(
  { http, clock }: { readonly http: Http; readonly clock: Clock },
  store: CookieJar['store'],
): Http {
  return {
    request: async (request) => {
      const response = await http.request(request);
      store(request.url, response.headers, clock.wallNow());
      return response;
    },
  };
}
