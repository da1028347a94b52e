import type { Socket } from 'node:net';

import type { Dispatcher } from 'undici';

import type { Phase } from '../chat/attempt.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpTimeouts, HttpRequest, HttpResponse } from '../ports/http.ts';
import { describeTarget, fromTransport } from './from-transport.ts';
import { RecordHeaders } from './header-values.ts';
import { PhaseTimer } from './phase-timer.ts';

/** Beyond this the socket is paused until the reader has caught up. */
const highWaterBytes = 64 * 1024;
const drainBytes = 64 * 1024;
const drainMs = 50;

type Waiter<Value> = PromiseWithResolvers<Value>;

/**
 * One request and its answer, as undici's handler. It times its two first phases, hands out the
 * bytes as they are pulled, and owns the socket until the body ends.
 */
export class UndiciExchange
  implements Dispatcher.DispatchHandler, AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, void>
{
  readonly response: Promise<HttpResponse>;
  readonly #request: HttpRequest;
  readonly #limits: HttpTimeouts;
  readonly #opened: Waiter<HttpResponse> = Promise.withResolvers();
  readonly #onAbort = (): void => this.fail(this.#request.signal.reason);
  readonly #onEnd: (exchange: UndiciExchange) => void;
  /** Undefined within the body: how far an answer has come is for its reader to tell. */
  #phase: Phase | undefined = 'connect';
  readonly #timer: PhaseTimer;
  #connecting: Socket | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #chunks: Uint8Array[] = [];
  #waitingBytes = 0;
  #reader: Waiter<IteratorResult<Uint8Array, void>> | undefined;
  #draining = false;
  #end: { readonly error?: unknown } | undefined;

  constructor(
    request: HttpRequest,
    limits: HttpTimeouts,
    clock: Clock,
    onEnd: (exchange: UndiciExchange) => void,
  ) {
    this.#request = request;
    this.#timer = new PhaseTimer(clock, () => this.#expire());
    this.#limits = limits;
    this.#onEnd = onEnd;
    this.response = this.#opened.promise;
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** From here on a connection is waited for, of a warm one no longer than undici takes to look at it. */
  awaitConnection(): void {
    if (this.#end || this.#phase !== 'connect') return;
    this.#timer.limit(this.#limits.connectMs);
  }

  /** The socket that undici opens for this exchange; it goes when the exchange does. */
  ownConnecting(socket: Socket): void {
    this.#connecting = socket;
    if (this.#end) this.#letGo();
  }

  /** Whether it has ended, well or not. */
  get over(): boolean {
    return this.#end !== undefined;
  }

  /** Whether the answer came to its end, and its connection may serve another. */
  get complete(): boolean {
    return this.#end !== undefined && this.#end.error === undefined;
  }

  /** Ends the exchange at once, its socket too. */
  fail(error: unknown): void {
    if (this.#end) return;
    this.#chunks = [];
    this.#settle({ error });
    this.#letGo();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#connecting = undefined;
    if (this.#end) {
      this.#letGo();
      return;
    }
    this.#phase = 'headers';
    this.#timer.limit(this.#limits.headersMs);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    record: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx are announcements, the answer is still to come.
    if (status < 200) return;
    this.#timer.stop();
    const headers = new RecordHeaders(record);
    const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
    if (encoding !== '' && encoding !== 'identity') {
      this.fail(unaskedEncoding(status));
      return;
    }
    this.#phase = undefined;
    this.#opened.resolve({ status, headers, body: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#end) return;
    this.#request.onBytes?.();
    if (this.#draining) {
      this.#waitingBytes += chunk.length;
      if (this.#waitingBytes > drainBytes) this.fail(leftUnread());
      return;
    }
    if (this.#reader) {
      this.#reader.resolve({ done: false, value: chunk });
      this.#reader = undefined;
      return;
    }
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes > highWaterBytes) controller.pause();
  }

  onResponseEnd(): void {
    this.#settle({});
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (!this.#settle({ error: fromTransport(error, this.#phase, this.#request) })) return;
    // A proxy that asks for a password is told as an error while its answer goes on.
    this.#letGo();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void> {
    return this;
  }

  next(): Promise<IteratorResult<Uint8Array, void>> {
    if (this.#chunks.length > 0) return Promise.resolve({ done: false, value: this.#take() });
    if (this.#draining) return done();
    if (!this.#end) {
      this.#reader = Promise.withResolvers();
      return this.#reader.promise;
    }
    const { error } = this.#end;
    return error === undefined ? done() : Promise.reject(error);
  }

  return(): Promise<IteratorResult<Uint8Array, void>> {
    if (!this.#end && !this.#draining) {
      this.#draining = true;
      this.#chunks = [];
      this.#reader?.resolve({ done: true, value: undefined });
      this.#reader = undefined;
      this.#timer.limit(drainMs);
      if (this.#controller?.paused === true) this.#controller.resume();
    }
    return done();
  }

  /** All that is waiting, in one piece. */
  #take(): Uint8Array {
    const [first = new Uint8Array(), ...others] = this.#chunks;
    this.#chunks = [];
    this.#waitingBytes = 0;
    if (this.#controller?.paused === true) this.#controller.resume();
    return others.length === 0 ? first : Buffer.concat([first, ...others]);
  }

  #expire(): void {
    const phase = this.#phase;
    if (phase === undefined) {
      this.fail(leftUnread());
      return;
    }
    const { connectMs, headersMs } = this.#limits;
    const told =
      phase === 'connect'
        ? `did not accept a connection within ${connectMs} ms`
        : `sent no headers within ${headersMs} ms`;
    const message = `${describeTarget(this.#request)} ${told}`;
    this.fail(new ProviderError({ code: 'timeout', message, phase }));
  }

  /** Closes the socket, without the reason: some errors make undici connect again. */
  #letGo(): void {
    const gone = new Error('the exchange is over');
    if (this.#controller) this.#controller.abort(gone);
    else this.#connecting?.destroy(gone);
  }

  /** False when it was over already. */
  #settle(end: { readonly error?: unknown }): boolean {
    if (this.#end) return false;
    this.#end = end;
    this.#timer.stop();
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#onEnd(this);
    if (this.#phase !== undefined) {
      this.#opened.reject(end.error);
      // Nobody may wait any more.
      this.#opened.promise.catch(() => {});
    }
    if (!this.#reader) return true;
    if (end.error === undefined) this.#reader.resolve({ done: true, value: undefined });
    else this.#reader.reject(end.error);
    this.#reader = undefined;
    return true;
  }
}

function done(): Promise<IteratorResult<Uint8Array, void>> {
  return Promise.resolve({ done: true, value: undefined });
}

function leftUnread(): Error {
  return new Error('left unread');
}

function unaskedEncoding(status: number): ProviderError {
  return new ProviderError({
    code: 'malformed-response',
    message:
      'expected a body without content-encoding, and the answer has one that nobody asked for',
    status,
    phase: 'headers',
  });
}
