// Imported from `node:timers` so that fake timers in an app's tests do not replace it.
import { setImmediate } from 'node:timers';

import type { Dispatcher } from 'undici';

import { closedError } from '../errors/closed-error.ts';
import { isProviderError } from '../errors/is-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http, HttpTimeouts, HttpRequest, HttpResponse } from '../ports/http.ts';
import { ActiveSet } from '../scope/active-set.ts';
import { ConnectionWatch } from './connection-watch.ts';
import { dispatcherError, fromTransport } from './from-transport.ts';
import { UndiciExchange } from './undici-exchange.ts';
import { UndiciSockets } from './undici-sockets.ts';
import { assertWebUrl, invalidRequest } from './web-url.ts';

/**
 * The `Http` port over undici's dispatchers: one agent, and one more for each proxy, until `close()`. Requests
 * without a proxy use the app's own dispatcher, if there is one; it is left open.
 */
export class UndiciHttp implements Http {
  readonly #clock: Clock;
  readonly #timeouts: HttpTimeouts;
  readonly #given: Dispatcher | undefined;
  readonly #owned = new Map<string, Dispatcher>();
  readonly #sockets = new UndiciSockets();
  readonly #connections = new ConnectionWatch();
  readonly #exchanges = new ActiveSet<UndiciExchange>();
  /** Origins of which a connection became free in this turn. */
  #freed: readonly string[] = [];
  #closed = false;

  /** @param timeouts - for requests without timeouts of their own */
  constructor(clock: Clock, timeouts: HttpTimeouts, dispatcher?: Dispatcher) {
    this.#clock = clock;
    this.#timeouts = timeouts;
    this.#given = dispatcher;
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    if (this.#closed) throw closedError();
    request.signal.throwIfAborted();
    try {
      return await this.#send(request, this.#dispatcherFor(request));
    } catch (error) {
      if (!this.#mayResend(request, error)) throw error;
    }
    return await this.#resend(request);
  }

  /** A reused connection that was closed before any byte of the response has probably not read the request. */
  #mayResend({ effects, signal, reserveRequest }: HttpRequest, error: unknown): boolean {
    if (!isProviderError(error) || !error.reusedSocket || effects === true) return false;
    return !this.#closed && !signal.aborted && (reserveRequest?.() ?? true);
  }

  /** Sends a request on a new connection, because other connections of the pool can be closed too. */
  async #resend(request: HttpRequest): Promise<HttpResponse> {
    const { proxy } = request;
    if (!proxy && this.#given) return await this.#send(request, this.#given);
    const fresh = proxy ? this.#sockets.createProxyAgent(proxy) : this.#sockets.createAgent();
    return await this.#send(request, fresh, () => {
      // In a later turn, because undici is still reading the connection.
      setImmediate(() => void fresh.destroy().catch(() => {}));
    });
  }

  #send(
    request: HttpRequest,
    dispatcher: Dispatcher,
    onEnd: () => void = () => {},
  ): Promise<HttpResponse> {
    const options = dispatchOptions(request);
    const exchange = this.#createExchange(request, options.origin, dispatcher, onEnd);
    const dispatch = (): void => {
      if (exchange.ended) return;
      try {
        dispatcher.dispatch(options, exchange);
        if (dispatcher !== this.#given) exchange.startConnectTimeout();
      } catch (error) {
        const isGiven = dispatcher === this.#given;
        exchange.fail(isGiven ? dispatcherError(error) : fromTransport(error, 'connect', request));
      }
    };
    // undici frees a connection one turn after its response: a request in the same turn would open another.
    if (this.#freed.includes(options.origin)) setImmediate(dispatch);
    else dispatch();
    return exchange.response;
  }

  /** Ends what is in flight and closes every socket of its own. Resolves when they are closed. */
  async close(): Promise<void> {
    this.#closed = true;
    const reason = closedError();
    for (const exchange of this.#exchanges) exchange.fail(reason);
    this.#connections.close();
    // Not awaited, because undici calls back with `queueMicrotask`, which the fake timers of jest replace.
    for (const dispatcher of this.#owned.values()) dispatcher.destroy().catch(() => {});
    await this.#sockets.destroy();
  }

  #createExchange(
    request: HttpRequest,
    origin: string,
    dispatcher: Dispatcher,
    onEnd: () => void,
  ): UndiciExchange {
    const timeouts = request.timeouts ?? this.#timeouts;
    const exchange = new UndiciExchange(request, timeouts, this.#clock, (ended) => {
      this.#exchanges.delete(entry);
      this.#connections.delete(origin, ended);
      if (ended.complete) this.#free(origin);
      onEnd();
    });
    const entry = this.#exchanges.add(exchange);
    if (dispatcher === this.#given) this.#connections.add(origin, exchange);
    return exchange;
  }

  #free(origin: string): void {
    if (this.#freed.length === 0) setImmediate(() => (this.#freed = []));
    if (!this.#freed.includes(origin)) this.#freed = [...this.#freed, origin];
  }

  #dispatcherFor({ url, proxy }: HttpRequest): Dispatcher {
    assertWebUrl(url, 'a base URL');
    if (!proxy && this.#given) return this.#given;
    const key = proxy?.href ?? '';
    const known = this.#owned.get(key);
    if (known) return known;
    if (proxy) assertProxy(proxy);
    const created = proxy ? this.#sockets.createProxyAgent(proxy) : this.#sockets.createAgent();
    this.#owned.set(key, created);
    return created;
  }
}

function dispatchOptions({ method, url, headers, body }: HttpRequest) {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers: 'accept-encoding' in headers ? headers : { 'accept-encoding': 'identity', ...headers },
    body: body ?? null,
  };
}

function assertProxy(proxy: URL): void {
  assertWebUrl(proxy, 'a proxy URL');
  try {
    decodeURIComponent(`${proxy.username}:${proxy.password}`);
  } catch {
    throw invalidRequest('expected percent-encoded credentials in the proxy URL');
  }
}
