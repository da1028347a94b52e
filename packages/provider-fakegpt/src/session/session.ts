import type { HttpHeaders } from '@understudy/core/provider';
import { parseJson, readNumber } from '@understudy/provider-utils';

import type { CookieJar } from './cookie-jar.ts';

/** A token that expires within this time may expire during a chat. */
const marginMs = 60_000;

/** The token and the cookies of a login. Printing a session shows neither. */
export class Session {
  readonly #token: string;
  readonly #jar: CookieJar;
  readonly #expiresAt: number;
  #isUsed = false;

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

  /** Whether a message was sent. The server may still be busy with it. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  markAsUsed(): void {
    this.#isUsed = true;
  }

  /** Stores the cookies of a response. */
  storeCookies(url: URL, headers: HttpHeaders, wallNow: number): void {
    this.#jar.store(url, headers, wallNow);
  }

  /** Returns the headers that authenticate a request. */
  headers(url: URL): Readonly<Record<string, string>> {
    const cookie = this.#jar.header(url);
    if (cookie === undefined) return {};
    return { 'x-authorization': `Bearer ${this.#token}`, cookie };
  }
}

/**
 * Returns when a token expires, in milliseconds since 1970.
 *
 * Reads `exp` of a JSON Web Token (RFC 7519, 4.1.4). Returns undefined for other tokens.
 */
export function readTokenExpiry(token: string): number | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  const seconds = readNumber(parseJson(Buffer.from(payload, 'base64url').toString('utf8')), 'exp');
  return seconds === undefined ? undefined : seconds * 1000;
}
