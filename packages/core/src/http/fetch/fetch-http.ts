import { closedError } from '../../errors/closed-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Http, HttpRequest, HttpResponse, HttpTimeouts } from '../../ports/http.ts';
import { ActiveSet } from '../../scope/active-set.ts';
import { FetchExchange } from './fetch-exchange.ts';
import type { Fetch } from './fetch-function.ts';

/** The `Http` port over `fetch`. Its connections belong to `fetch`. */
export class FetchHttp implements Http {
  readonly #clock: Clock;
  readonly #timeouts: Pick<HttpTimeouts, 'headersMs'>;
  readonly #fetch: Fetch | undefined;
  readonly #exchanges = new ActiveSet<FetchExchange>();
  #closed = false;

  /**
   * @param timeouts - for requests without timeouts of their own
   * @param fetch - by default the global `fetch` at the time of each request
   */
  constructor(clock: Clock, timeouts: Pick<HttpTimeouts, 'headersMs'>, fetch?: Fetch) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#fetch = fetch;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    if (this.#closed) throw closedError();
    request.signal.throwIfAborted();
    const { headersMs } = request.timeouts ?? this.#timeouts;
    const exchange = new FetchExchange(request, headersMs, this.#clock, () => {
      this.#exchanges.delete(entry);
    });
    const entry = this.#exchanges.add(exchange);
    void exchange.send(this.#fetch ?? globalThis.fetch);
    return await exchange.response;
  }

  /** Ends what is in flight. Later requests fail. */
  async close(): Promise<void> {
    this.#closed = true;
    const reason = closedError();
    for (const exchange of this.#exchanges) exchange.fail(reason);
  }
}
