import type { CookieJar } from './cookie-jar.ts';
import { readTokenExpiry } from './token-expiry.ts';

/** A token that ends within this time may end under way. */
const skewMs = 60_000;

/** A login: a token and the cookies that belong to it. Neither is printed by anything. */
export class Session {
  readonly #token: string;
  readonly #jar: CookieJar;
  readonly #expiresAt: number;

  constructor(token: string, jar: CookieJar) {
    this.#token = token;
    this.#jar = jar;
    this.#expiresAt = readTokenExpiry(token) ?? Number.POSITIVE_INFINITY;
  }

  isExpired(wallNow: number): boolean {
    return this.#expiresAt <= wallNow;
  }

  /** Whether it may be used for one more chat. */
  isReusable(wallNow: number): boolean {
    return this.#expiresAt - skewMs > wallNow;
  }

  /** What a request to the site proves itself with. */
  headers(url: URL): Readonly<Record<string, string>> {
    const cookie = this.#jar.header(url);
    if (cookie === undefined) return {};
    return { 'x-authorization': `Bearer ${this.#token}`, cookie };
  }
}
