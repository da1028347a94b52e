import { subscribe, unsubscribe } from 'node:diagnostics_channel';

import { isJsonObject } from '../json/read-json-value.ts';
import type { UndiciExchange } from './undici-exchange.ts';

const started = 'undici:client:beforeConnect';
const ended = ['undici:client:connected', 'undici:client:connectError'] as const;

/**
 * Runs the connect timeout of exchanges on an app's own dispatcher, exactly while a connection to their origin
 * is being opened. undici does not report to a request that it waits for a free connection, so the connections
 * are observed on undici's diagnostics channels. For a dispatcher that does not publish there, `connectMs` does
 * not apply.
 */
export class ConnectionWatch {
  /** How many connections are being opened, by origin. */
  readonly #opening = new Map<string, number>();
  readonly #waiting = new Map<string, Set<UndiciExchange>>();
  #subscribed = false;

  add(origin: string, exchange: UndiciExchange): void {
    this.#subscribe();
    const waiting = this.#waiting.get(origin) ?? new Set();
    this.#waiting.set(origin, waiting.add(exchange));
    if (this.#opening.has(origin)) exchange.startConnectTimeout();
  }

  delete(origin: string, exchange: UndiciExchange): void {
    const waiting = this.#waiting.get(origin);
    waiting?.delete(exchange);
    if (waiting?.size === 0) this.#waiting.delete(origin);
  }

  close(): void {
    if (!this.#subscribed) return;
    unsubscribe(started, this.#onStart);
    for (const name of ended) unsubscribe(name, this.#onEnd);
  }

  #subscribe(): void {
    if (this.#subscribed) return;
    this.#subscribed = true;
    subscribe(started, this.#onStart);
    for (const name of ended) subscribe(name, this.#onEnd);
  }

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
