// Node's own, which no test of an app puts to sleep.
import { setImmediate } from 'node:timers';

import type { Dispatcher } from 'undici';

import { CLOCK, HTTP_SETTINGS } from '../di/tokens.ts';
import { inject, injectable } from '../di/tsyringe.ts';
import { closedError } from '../errors/closed-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { drainArray } from '../lists/drain-array.ts';
import { Roster } from '../lists/roster.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http, HttpTimeouts, HttpRequest, HttpResponse } from '../ports/http.ts';
import { fromTransport } from './from-transport.ts';
import type { HttpSettings } from './http-settings.ts';
import { UndiciExchange } from './undici-exchange.ts';
import { UndiciSockets } from './undici-sockets.ts';

/** The `Http` port over undici's dispatchers: one agent, and one more for each proxy, until `close()`. */
@injectable()
export class UndiciHttp implements Http {
  readonly #clock: Clock;
  readonly #limits: HttpTimeouts;
  readonly #given: Dispatcher | undefined;
  readonly #owned = new Map<string, Dispatcher>();
  readonly #sockets = new UndiciSockets();
  readonly #exchanges = new Roster<UndiciExchange>();
  /** Origins of which a connection was given back in this turn; few, and gone with it. */
  readonly #freeing: string[] = [];
  #closed = false;

  constructor(@inject(CLOCK) clock: Clock, @inject(HTTP_SETTINGS) settings: HttpSettings) {
    this.#clock = clock;
    this.#limits = settings.limits;
    this.#given = settings.dispatcher;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    if (this.#closed) throw closedError();
    request.signal.throwIfAborted();
    const dispatcher = this.#dispatcherFor(request);
    const options = dispatchOptions(request);
    const limits = request.timeouts ?? this.#limits;
    const exchange = new UndiciExchange(request, limits, this.#clock, (ended) => {
      this.#exchanges.delete(ended);
      if (ended.complete) this.#free(options.origin);
    });
    this.#exchanges.add(exchange);
    const dispatch = (): void => {
      if (exchange.over) return;
      try {
        dispatcher.dispatch(options, exchange);
        exchange.awaitConnection();
      } catch (error) {
        exchange.fail(fromTransport(error, 'connect', request));
      }
    };
    // undici frees a connection in the turn after its answer only: who asks again at once shall find it.
    if (this.#freeing.includes(options.origin)) setImmediate(dispatch);
    else dispatch();
    return await exchange.response;
  }

  /** Ends what is under way and closes every socket; resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const reason = closedError();
    for (const exchange of this.#exchanges) exchange.fail(reason);
    await Promise.all([...this.#owned.values()].map((dispatcher) => dispatcher.destroy()));
    await this.#sockets.destroy();
  }

  #free(origin: string): void {
    if (this.#freeing.length === 0) setImmediate(() => drainArray(this.#freeing));
    if (!this.#freeing.includes(origin)) this.#freeing.push(origin);
  }

  #dispatcherFor({ url, proxy }: HttpRequest): Dispatcher {
    assertWeb(url, 'the base URL');
    if (!proxy && this.#given) return this.#given;
    const key = proxy?.href ?? '';
    const known = this.#owned.get(key);
    if (known) return known;
    if (proxy) assertProxy(proxy);
    const made = proxy ? this.#sockets.createProxyAgent(proxy) : this.#sockets.createAgent();
    this.#owned.set(key, made);
    return made;
  }
}

function dispatchOptions({ method, url, headers, body }: HttpRequest) {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: { 'accept-encoding': 'identity', ...headers },
    body: body ?? null,
  };
}

function assertWeb(url: URL, what: string): void {
  if (url.protocol === 'http:' || url.protocol === 'https:') return;
  throw unusable(`${what} must begin with http: or https:, and begins with ${url.protocol}`);
}

function assertProxy(proxy: URL): void {
  assertWeb(proxy, 'the proxy');
  try {
    decodeURIComponent(`${proxy.username}:${proxy.password}`);
  } catch {
    throw unusable('the name and password in the URL of the proxy must be percent-encoded');
  }
}

function unusable(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message, phase: 'connect' });
}
