import type { ServerAddress } from '../../chat/attempt.ts';
import type { Http, HttpRequest, HttpResponse, HttpTimeouts } from '../../ports/http.ts';

/** What `AttemptHttp` adds to each request of an attempt. */
export interface AttemptRequestOptions {
  readonly timeouts: HttpTimeouts;
  readonly onBytes: () => void;
  /** Called for each request. */
  readonly onRequest: () => void;
  /** Returns whether one more request may be sent. */
  readonly reserve: () => boolean;
  readonly effects: boolean;
  /** Returns headers that are added to each request. They do not replace those of the request. */
  readonly headers: (() => Readonly<Record<string, string>>) | undefined;
}

/** The `Http` of one attempt: applies its timeouts and counts its requests. */
export class AttemptHttp implements Http {
  readonly #http: Http;
  readonly #options: AttemptRequestOptions;
  #requests = 0;
  #lostRequests = 0;
  #server: ServerAddress | undefined;

  constructor(http: Http, options: AttemptRequestOptions) {
    this.#http = http;
    this.#options = options;
  }

  /** Without those that a reused connection lost. */
  get requests(): number {
    return this.#requests;
  }

  /** Requests that a reused connection lost and that were sent again. */
  get lostRequests(): number {
    return this.#lostRequests;
  }

  /** The server of the first request. */
  get server(): ServerAddress | undefined {
    return this.#server;
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    this.#requests += 1;
    this.#options.onRequest();
    this.#server ??= toServerAddress(request.url);
    const { timeouts, onBytes, effects, headers } = this.#options;
    return this.#http.request({
      ...request,
      headers: headers ? { ...headers(), ...request.headers } : request.headers,
      timeouts: request.timeouts ?? timeouts,
      onBytes,
      effects: effects || request.effects,
      reserveRequest: this.#reserveRequest,
    });
  }

  readonly #reserveRequest = (): boolean => {
    if (!this.#options.reserve()) return false;
    this.#lostRequests += 1;
    return true;
  };
}

function toServerAddress({ hostname, port, protocol }: URL): ServerAddress {
  const defaultPort = protocol === 'http:' ? 80 : 443;
  return { address: hostname, port: port === '' ? defaultPort : Number(port) };
}
