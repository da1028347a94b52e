import type { HttpHeaders } from '@understudy/core/provider';

/** The cookies of one session. They go back to the origin they came from and to no other. */
export class CookieJar {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** A jar of its own that begins with the same cookies. */
  fork(): CookieJar {
    const jar = new CookieJar(this.#origin);
    for (const [name, value] of this.#cookies) jar.#cookies.set(name, value);
    return jar;
  }

  has(name: string): boolean {
    return this.#cookies.has(name);
  }

  /** Takes what an answer sets, and drops what it takes back. */
  store(url: URL, headers: HttpHeaders, wallNow: number): void {
    if (url.origin !== this.#origin) return;
    for (const line of headers.getAll('set-cookie')) {
      const [pair = '', ...attributes] = line.split(';');
      const equals = pair.indexOf('=');
      if (equals < 1) continue;
      const name = pair.slice(0, equals).trim();
      const value = pair.slice(equals + 1).trim();
      if (value === '' || attributes.some((attribute) => isOver(attribute, wallNow))) {
        this.#cookies.delete(name);
      } else {
        this.#cookies.set(name, value);
      }
    }
  }

  /** The value of a `cookie` header; undefined where there is nothing to send. */
  header(url: URL): string | undefined {
    if (url.origin !== this.#origin || this.#cookies.size === 0) return undefined;
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

/** Whether an attribute of a cookie says that it no longer holds. */
function isOver(attribute: string, wallNow: number): boolean {
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
