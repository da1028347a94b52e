import type { Http, HttpRequest, HttpResponse, HttpTimeouts } from '../ports/http.ts';

/** The `Http` of one attempt: applies its timeouts and counts its requests. */
export class AttemptHttp implements Http {
  readonly #http: Http;
  readonly #timeouts: HttpTimeouts;
  readonly #onBytes: () => void;
  #requests = 0;

  constructor(http: Http, timeouts: HttpTimeouts, onBytes: () => void) {
    this.#http = http;
    this.#timeouts = timeouts;
    this.#onBytes = onBytes;
  }

  get requests(): number {
    return this.#requests;
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    this.#requests += 1;
    return this.#http.request({
      ...request,
      timeouts: request.timeouts ?? this.#timeouts,
      onBytes: this.#onBytes,
    });
  }
}
