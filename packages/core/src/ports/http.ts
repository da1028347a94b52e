/** How long the two phases before a body may take, in milliseconds. */
export interface HttpTimeouts {
  readonly connectMs: number;
  readonly headersMs: number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  /** Names in lower case. A value with a line break, NUL or a character beyond Latin-1 is refused. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Closes the socket at once; its reason passes through. */
  readonly signal: AbortSignal;
  readonly proxy?: URL | undefined;
  /** @defaultValue the limits of the runtime */
  readonly timeouts?: HttpTimeouts | undefined;
  /** Called for each piece of the body that arrives. */
  readonly onBytes?: (() => void) | undefined;
}

/** Names in lower case; a header that came several times is joined with a comma, `set-cookie` is a list. */
export interface HttpHeaders {
  get(name: string): string | undefined;
  /** All values, for `set-cookie`. */
  getAll(name: string): readonly string[];
  names(): readonly string[];
}

/**
 * The bytes of a body as they come, what waits in one piece, read once. Who stops early gives the rest up: a
 * short rest is drained to keep the connection, a long one closes it.
 */
export type HttpBody = AsyncIterable<Uint8Array>;

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: HttpBody;
}

/**
 * Requests to vendors. No retry, no redirect, no decompression, no cookies: each is for others to
 * decide.
 */
export interface Http {
  /**
   * Resolves when the headers are there.
   *
   * @throws ProviderError `connection-failed`, `timeout` (connect, headers), `malformed-response`
   * (an encoding nobody asked for), `invalid-request` (a header that can't be sent)
   */
  request(request: HttpRequest): Promise<HttpResponse>;
}
