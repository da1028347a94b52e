import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

import { isJsonObject } from '../json/read-json-value.ts';
import type { ExchangeSender, UndiciExchange } from './undici-exchange.ts';

const started = 'undici:client:beforeConnect';
const sent = 'undici:client:sendHeaders';
const ended = ['undici:client:connected', 'undici:client:connectError'] as const;

/**
 * Observes the connections of an app's own dispatcher. Runs the connect timeout of exchanges exactly while a connection
 * to their origin is being opened, and finds out which connections are reused. undici does not report to a request that
 * it waits for a free connection, so the connections are observed on undici's diagnostics channels. For a dispatcher
 * that does not publish there, `connectMs` does not apply.
 */
export class ConnectionWatch implements ExchangeSender {
  /** How many connections are being opened, by origin. */
  readonly #opening = new Map<string, number>();
  readonly #waiting = new Map<string, Set<UndiciExchange>>();
  /** The connections on which a request was sent. */
  readonly #used = new WeakSet<Socket>();
  /** The exchange whose request undici is sending. It publishes the connection synchronously. */
  #sending: UndiciExchange | undefined;
  #subscribed = false;

  add(origin: string, exchange: UndiciExchange): void {
    this.#subscribe();
    exchange.sender = this;
    const waiting = this.#waiting.get(origin) ?? new Set();
    this.#waiting.set(origin, waiting.add(exchange));
    if (this.#opening.has(origin)) exchange.startConnectTimeout();
  }

  delete(origin: string, exchange: UndiciExchange): void {
    const waiting = this.#waiting.get(origin);
    waiting?.delete(exchange);
    if (waiting?.size === 0) this.#waiting.delete(origin);
  }

  useConnection(exchange: UndiciExchange): undefined {
    this.#sending = exchange;
  }

  close(): void {
    if (!this.#subscribed) return;
    unsubscribe(sent, this.#onSend);
    unsubscribe(started, this.#onStart);
    for (const name of ended) unsubscribe(name, this.#onEnd);
  }

  #subscribe(): void {
    if (this.#subscribed) return;
    this.#subscribed = true;
    subscribe(sent, this.#onSend);
    subscribe(started, this.#onStart);
    for (const name of ended) subscribe(name, this.#onEnd);
  }

  readonly #onSend = (message: unknown): void => {
    const exchange = this.#sending;
    this.#sending = undefined;
    const socket = isJsonObject(message) ? message['socket'] : undefined;
    if (!(socket instanceof Socket)) return;
    exchange?.sendOn({ socket, reused: this.#used.has(socket) });
    this.#used.add(socket);
  };

  readonly #onStart = (message: unknown): void => {
    const origin = readOrigin(message);
    if (origin === undefined) return;
    const opening = (this.#opening.get(origin) ?? 0) + 1;
    this.#opening.set(origin, opening);
    if (opening > 1) return;
    for (const exchange of this.#waiting.get(origin) ?? []) exchange.startConnectTimeout();
  };

  readonly #onEnd = (message: unknown): void => {
    const origin = readOrigin(message);
    const opening = origin === undefined ? undefined : this.#opening.get(origin);
    if (origin === undefined || opening === undefined) return;
    if (opening > 1) {
      this.#opening.set(origin, opening - 1);
      return;
    }
    this.#opening.delete(origin);
    for (const exchange of this.#waiting.get(origin) ?? []) exchange.stopConnectTimeout();
  };
}

function readOrigin(message: unknown): string | undefined {
  const params = isJsonObject(message) ? message['connectParams'] : undefined;
  if (!isJsonObject(params)) return undefined;
  const { protocol, host } = params;
  const isNamed = typeof protocol === 'string' && typeof host === 'string';
  return isNamed && URL.canParse(`${protocol}//${host}`)
    ? new URL(`${protocol}//${host}`).origin
    : undefined;
}
