import type { Socket } from 'node:net';
import { Socket as NetSocket } from 'node:net';

import { Agent, buildConnector, Pool, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';

import { CLOCK, HTTP_SETTINGS } from '../di/tokens.ts';
import { inject, injectable } from '../di/tsyringe.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { UnderstudyError } from '../errors/understudy-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Http, HttpLimits, HttpRequest, HttpResponse } from '../ports/http.ts';
import { fromTransport } from './from-transport.ts';
import { assertSendable } from './header-values.ts';
import type { HttpSettings } from './http-settings.ts';
import { UndiciExchange } from './undici-exchange.ts';

/** HTTP/1.1 only, since closing the socket is how we cancel; no timer of undici's, ours apply. */
const common = {
  allowH2: false,
  headersTimeout: 0,
  bodyTimeout: 0,
  connectTimeout: 0,
  pipelining: 1,
} as const;

/** The `Http` port over undici's dispatchers: one agent, and one more for each proxy, until `close()`. */
@injectable()
export class UndiciHttp implements Http {
  readonly #clock: Clock;
  readonly #limits: HttpLimits;
  readonly #given: Dispatcher | undefined;
  readonly #owned = new Map<string, Dispatcher>();
  readonly #connecting = new Set<Socket>();
  readonly #exchanges = new Set<UndiciExchange>();
  #dispatching: UndiciExchange | undefined;
  #closed = false;

  constructor(@inject(CLOCK) clock: Clock, @inject(HTTP_SETTINGS) settings: HttpSettings) {
    this.#clock = clock;
    this.#limits = settings.limits;
    this.#given = settings.dispatcher;
  }

  request(request: HttpRequest): Promise<HttpResponse> {
    try {
      return this.#start(request);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Ends what is under way and closes every socket; resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const reason = closedError();
    for (const exchange of this.#exchanges) exchange.fail(reason);
    for (const socket of this.#connecting) socket.destroy();
    await Promise.all([...this.#owned.values()].map((dispatcher) => dispatcher.destroy()));
  }

  #start(request: HttpRequest): Promise<HttpResponse> {
    if (this.#closed) throw closedError();
    request.signal.throwIfAborted();
    const headers = { 'accept-encoding': 'identity', ...request.headers };
    assertSendable(headers);
    const dispatcher = this.#dispatcherFor(request);
    const exchange = new UndiciExchange(
      request,
      request.limits ?? this.#limits,
      this.#clock,
      (ended) => this.#exchanges.delete(ended),
    );
    this.#exchanges.add(exchange);
    // undici calls the connector inside of dispatch: so a new socket finds its exchange.
    this.#dispatching = exchange;
    try {
      dispatcher.dispatch({ ...dispatchOptions(request), headers }, exchange);
    } catch (error) {
      exchange.fail(fromTransport(error, 'connect', request.url.origin));
    } finally {
      this.#dispatching = undefined;
    }
    return exchange.response;
  }

  #dispatcherFor({ url, proxy }: HttpRequest): Dispatcher {
    assertWeb(url, 'the base URL');
    if (proxy) assertWeb(proxy, 'the proxy');
    if (!proxy && this.#given) return this.#given;
    const key = proxy?.href ?? '';
    const known = this.#owned.get(key);
    if (known) return known;
    const made = proxy ? this.#createProxyAgent(proxy) : this.#createAgent();
    this.#owned.set(key, made);
    return made;
  }

  #createAgent(): Agent {
    return new Agent({
      ...common,
      connect: this.#own(buildConnector({ timeout: 0, allowH2: false })),
    });
  }

  #createProxyAgent(proxy: URL): ProxyAgent {
    const createPool = (origin: string | URL, options: object): Pool => {
      const connect: Connector | undefined = Reflect.get(options, 'connect');
      const owned = connect ? { connect: this.#own(connect) } : {};
      return new Pool(origin, { ...options, ...common, ...owned });
    };
    return new ProxyAgent({
      ...common,
      uri: proxy.href,
      factory: createPool,
      clientFactory: createPool,
    });
  }

  /** A connector whose sockets go with the exchange that asked for them, and with `close()`. */
  #own(connect: Connector): Connector {
    return (options, callback) => {
      const exchange = this.#dispatching;
      const socket: unknown = connect(options, callback);
      if (!(socket instanceof NetSocket)) return;
      this.#connecting.add(socket);
      const forget = (): void => void this.#connecting.delete(socket);
      socket.once('connect', forget).once('close', forget);
      exchange?.ownConnecting(socket);
    };
  }
}

type Connector = ReturnType<typeof buildConnector>;

function dispatchOptions(request: HttpRequest): Dispatcher.DispatchOptions {
  const { method, url, body } = request;
  return { origin: url.origin, path: url.pathname + url.search, method, body: body ?? null };
}

function closedError(): UnderstudyError {
  return new UnderstudyError('closed', 'the understudy was closed while a request was under way');
}

function assertWeb(url: URL, what: string): void {
  if (url.protocol === 'http:' || url.protocol === 'https:') return;
  throw new ProviderError({
    code: 'invalid-request',
    message: `${what} must begin with http: or https:, and begins with ${url.protocol}`,
    phase: 'connect',
  });
}
