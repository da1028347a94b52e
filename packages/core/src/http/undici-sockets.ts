import { Socket } from 'node:net';

import type { Dispatcher } from 'undici';
import { Agent, buildConnector, Client, Pool, ProxyAgent } from 'undici';

import { InterimResponses } from './interim-responses.ts';
import type { ExchangeSender, UsedConnection } from './undici-exchange.ts';
import { UndiciExchange } from './undici-exchange.ts';

type Connector = Extract<Client.Options['connect'], (...values: never) => unknown>;

/** HTTP/1.1 only, because canceling closes the socket. The timeouts of undici are replaced by `PhaseTimer`. */
const common = {
  allowH2: false,
  headersTimeout: 0,
  bodyTimeout: 0,
  connectTimeout: 0,
  pipelining: 1,
} as const;

/** Creates undici's agents and tracks their sockets. Each socket belongs to the exchange it was opened for. */
export class UndiciSockets {
  readonly #open = new Set<Socket>();
  /**
   * The exchange for which a connector is being called. `connect` returns synchronously, so the field passes the
   * exchange to `#keep`, because undici's connector accepts no additional argument.
   */
  #exchange: UndiciExchange | undefined;

  createAgent(): Agent {
    const connect = buildConnector({ timeout: 0, allowH2: false });
    return new Agent({ ...common, connect, factory: this.#createPool });
  }

  createProxyAgent(proxy: URL): ProxyAgent {
    return new ProxyAgent({
      ...common,
      uri: proxy.href,
      factory: this.#createPool,
      clientFactory: this.#createPool,
    });
  }

  /** Closes all open sockets. Resolves when they are closed. */
  async destroy(): Promise<void> {
    const sockets = [...this.#open];
    const closing = sockets.map(
      (socket) => new Promise<void>((resolve) => void socket.once('close', () => resolve())),
    );
    for (const socket of sockets) socket.destroy();
    await Promise.all(closing);
  }

  readonly #createPool = (origin: string | URL, options: Pool.Options): Pool =>
    new Pool(origin, { ...options, ...common, factory: this.#createClient });

  readonly #createClient = (origin: URL, options: Client.Options): Client => {
    const { connect } = options;
    if (typeof connect !== 'function') return new Client(origin, options);
    const client: ExchangeClient = new ExchangeClient(origin, {
      ...options,
      connect: this.#own(connect, () => client),
    });
    return client;
  };

  #own(connect: Connector, clientOf: () => ExchangeClient): Connector {
    return (options, callback) => {
      const outer = this.#exchange;
      const client = clientOf();
      // The connector of a client behind a proxy calls the proxy's own connector for its tunnel.
      this.#exchange = client.exchange ?? outer;
      try {
        const socket: unknown = connect(options, (...result) => {
          const [, connected] = result;
          if (connected) client.connected(connected);
          callback(...result);
        });
        if (socket instanceof Socket) this.#keep(socket);
      } finally {
        this.#exchange = outer;
      }
    };
  }

  #keep(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    this.#exchange?.ownConnecting(socket);
  }
}

/**
 * Remembers the exchange of its last dispatch, because undici may connect long after `dispatch` has returned, and its
 * connection.
 */
class ExchangeClient extends Client implements ExchangeSender {
  #exchange: WeakRef<UndiciExchange> | undefined;
  #socket: Socket | undefined;
  #interim: InterimResponses | undefined;
  #isUsed = false;

  get exchange(): UndiciExchange | undefined {
    return this.#exchange?.deref();
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    if (handler instanceof UndiciExchange) {
      this.#exchange = new WeakRef(handler);
      handler.sender = this;
    }
    return super.dispatch(options, handler);
  }

  /** Takes a new connection. */
  connected(socket: Socket): void {
    this.#socket = socket;
    this.#interim = new InterimResponses(socket);
    this.#isUsed = false;
  }

  useConnection(): UsedConnection | undefined {
    const socket = this.#socket;
    if (!socket) return undefined;
    const reused = this.#isUsed;
    this.#isUsed = true;
    this.#interim?.expect();
    return { socket, reused };
  }
}
