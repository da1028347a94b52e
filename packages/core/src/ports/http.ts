/** Time limits for the two phases before the body, in milliseconds. */
export interface HttpTimeouts {
  /** Time to open the connection, including the TLS handshake. */
  readonly connectMs: number;
  /** Time from the open connection to the response headers. */
  readonly headersMs: number;
}

/** An HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  /** Names in lower case. A value with a line break, NUL or a character outside Latin-1 rejects. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Aborts the request and closes its socket. The request then rejects with the reason of the signal. */
  readonly signal: AbortSignal;
  /** An HTTP proxy. It can contain a user name and a password. */
  readonly proxy?: URL | undefined;
  /** @defaultValue the timeouts of the runtime */
  readonly timeouts?: HttpTimeouts | undefined;
  /** Called for each chunk of the body that is received. */
  readonly onBytes?: (() => void) | undefined;
  /** Whether the request must not be sent twice, because it can have effects. @defaultValue false */
  readonly effects?: boolean | undefined;
  /**
   * Called before the request is sent again, because a reused connection was closed before any byte of the response.
   * Returns false if it must not be sent again. @defaultValue returns true
   */
  readonly reserveRequest?: (() => boolean) | undefined;
}

/** The headers of an HTTP response. Names are in lower case. */
export interface HttpHeaders {
  /** Returns the value of a header, or undefined. Repeated headers are joined with a comma (RFC 9110, 5.3). */
  get(name: string): string | undefined;
  /** Returns the values of a header as a list. Use it for `set-cookie`, which cannot be joined. */
  getAll(name: string): readonly string[];
  /** Returns the names of all headers. */
  names(): readonly string[];
}

/**
 * The chunks of a response body, in order. It can be iterated once.
 *
 * Iterate it to the end, or stop early with `break` or `return()`. After an early stop, a short remainder is
 * drained so that the connection can be reused. Otherwise the connection is closed.
 */
export type HttpBody = AsyncIterable<Uint8Array>;

/** An HTTP response. The caller that receives it reads or stops its body. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: HttpBody;
}

/**
 * Sends HTTP requests to vendors. Does not retry, follow redirects or store cookies, because providers and chains
 * decide about these. Decompresses bodies in the content encodings gzip, deflate, br and zstd.
 *
 * There is one exception: the default `Http` sends a request again, once and on a new connection, if a reused
 * connection was closed before any byte of the response.
 */
export interface Http {
  /**
   * Sends a request. Resolves when the headers of the response have been received.
   *
   * The body is decompressed as it is read, and the headers then have no `content-encoding`. The body rejects with
   * `malformed-response` for another content encoding and for damaged data, and with `response-too-large` if it
   * decompresses to more than 16 MiB and more than 512 times the received bytes.
   *
   * @throws ProviderError `connection-failed`, with `reusedSocket` if a reused connection was closed before any byte of
   * the response; `timeout` with the phase `connect` or `headers`;
   * `malformed-response` for data that is not HTTP; `invalid-request` for a header that cannot be sent
   */
  request(request: HttpRequest): Promise<HttpResponse>;
}
