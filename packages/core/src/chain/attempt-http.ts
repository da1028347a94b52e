import type { ServerAddress } from '../chat/attempt.ts';
import type { Http, HttpRequest, HttpResponse, HttpTimeouts } from '../ports/http.ts';

/** The `Http` of one attempt: applies its timeouts and counts its requests. */
export class AttemptHttp implements Http {
  readonly #http: Http;
  readonly #timeouts: HttpTimeouts;
  readonly #onBytes: () => void;
  #requests = 0;
  #server: ServerAddress | undefined;

  constructor(http: Http, timeouts: HttpTimeouts, onBytes: () => void) {
    this.#http = http;
    this.#timeouts = timeouts;
    this.#onBytes = onBytes;
  }

  get requests(): number {
    return this.#requests;
  }

  /** The server of the first request. */
  get server(): ServerAddress | undefined {
    return this.#server;
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    this.#requests += 1;
    this.#server ??= toServerAddress(request.url);
    return this.#http.request({
      ...request,
      timeouts: request.timeouts ?? this.#timeouts,
      onBytes: this.#onBytes,
    });
  }
}

function toServerAddress({ hostname, port, protocol }: URL): ServerAddress {
  const defaultPort = protocol === 'http:' ? 80 : 443;
  return { address: hostname, port: port === '' ? defaultPort : Number(port) };
}
