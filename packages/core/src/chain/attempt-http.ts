import type { Http, HttpTimeouts, HttpRequest, HttpResponse } from '../ports/http.ts';

/** The `Http` of one attempt: counts its requests, and sets its limits and its signs of life. */
export class AttemptHttp implements Http {
  readonly #http: Http;
  readonly #limits: HttpTimeouts;
  readonly #onBytes: () => void;
  #requests = 0;

  constructor(http: Http, limits: HttpTimeouts, onBytes: () => void) {
    this.#http = http;
    this.#limits = limits;
    this.#onBytes = onBytes;
  }

  get requests(): number {
    return this.#requests;
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    this.#requests += 1;
    return this.#http.request({
      ...request,
      timeouts: request.timeouts ?? this.#limits,
      onBytes: this.#onBytes,
    });
  }
}
