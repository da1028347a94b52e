import type { CookieJar } from './cookie-jar.ts';
import { readTokenExpiry } from './token-expiry.ts';

/** A token that expires within this time may expire during a chat. */
const marginMs = 60_000;

/** The token and the cookies of a login. Printing a session shows neither. */
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

  /** Whether the session can be used for another chat. */
  isReusable(wallNow: number): boolean {
    return this.#expiresAt - marginMs > wallNow;
  }

  /** Returns the headers that authenticate a request. */
  headers(url: URL): Readonly<Record<string, string>> {
    const cookie = this.#jar.header(url);
    if (cookie === undefined) return {};
    return { 'x-authorization': `Bearer ${this.#token}`, cookie };
  }
}
