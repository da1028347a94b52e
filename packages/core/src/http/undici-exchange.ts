import type { Socket } from 'node:net';

import type { Dispatcher } from 'undici';

import type { Phase } from '../chat/attempt.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpTimeouts, HttpRequest, HttpResponse } from '../ports/http.ts';
import { PhaseTimer } from '../scope/phase-timer.ts';
import type { BodyEnd } from './body-buffer.ts';
import { BodyBuffer, drainMs, leftUnread } from './body-buffer.ts';
import { decompressResponse } from './decompress-response.ts';
import { describeTarget, fromTransport } from './from-transport.ts';
import { RecordHeaders } from './record-headers.ts';

/** The connection on which a request is sent. */
export interface UsedConnection {
  readonly socket: Socket;
  /** Whether a request was sent on it before. */
  readonly reused: boolean;
}

/** What sends the request of an exchange. */
export interface ExchangeSender {
  /** Called when the request is about to be sent. Returns its connection, or undefined if it is not known yet. */
  useConnection(exchange: UndiciExchange): UsedConnection | undefined;
}

/**
 * One request and its response, as a handler of undici. It enforces the timeouts of connection and headers,
 * passes the bytes to the body, and owns the socket until the body ends.
 */
export class UndiciExchange implements Dispatcher.DispatchHandler {
  readonly response: Promise<HttpResponse>;
  readonly #request: HttpRequest;
  readonly #timeouts: HttpTimeouts;
  readonly #opened: PromiseWithResolvers<HttpResponse> = Promise.withResolvers();
  readonly #onAbort = (): void => this.fail(this.#request.signal.reason);
  readonly #onEnd: (exchange: UndiciExchange) => void;
  /** Undefined within the body, whose timeouts its reader enforces. */
  #phase: Phase | undefined = 'connect';
  readonly #timer: PhaseTimer;
  #connecting: Socket | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  /** A reused connection, and how many bytes it had received before the request. */
  #reused: { readonly socket: Socket; readonly bytesRead: number } | undefined;
  sender: ExchangeSender | undefined;
  readonly body: BodyBuffer = new BodyBuffer({
    resume: () => this.#controller?.resume(),
    stop: () => this.#timer.start(drainMs),
    abandon: (error) => this.fail(error),
  });
  #end: BodyEnd | undefined;

  constructor(
    request: HttpRequest,
    timeouts: HttpTimeouts,
    clock: Clock,
    onEnd: (exchange: UndiciExchange) => void,
  ) {
    this.#request = request;
    this.#timer = new PhaseTimer(clock, () => this.#expire());
    this.#timeouts = timeouts;
    this.#onEnd = onEnd;
    this.response = this.#opened.promise;
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Starts the connect timeout, unless the request has been sent already. */
  startConnectTimeout(): void {
    if (this.#end || this.#phase !== 'connect') return;
    this.#timer.start(this.#timeouts.connectMs);
  }

  /** Stops the connect timeout while no connection is being opened. */
  stopConnectTimeout(): void {
    if (this.#phase === 'connect') this.#timer.stop();
  }

  /** Takes the socket that undici is connecting for this exchange. It is closed with the exchange. */
  ownConnecting(socket: Socket): void {
    this.#connecting = socket;
    if (this.#end) this.#release();
  }

  /** Records the connection on which the request is sent. */
  sendOn({ socket, reused }: UsedConnection): void {
    this.#reused = reused ? { socket, bytesRead: socket.bytesRead } : undefined;
  }

  /** Whether the exchange has ended, with success or not. */
  get ended(): boolean {
    return this.#end !== undefined;
  }

  /** Whether the response is complete, so its connection can be reused. */
  get complete(): boolean {
    return this.#end !== undefined && this.#end.error === undefined;
  }

  /** Ends the exchange and closes its socket. */
  fail(error: unknown): void {
    if (this.#end) return;
    this.body.clear();
    this.#settle({ error });
    this.#release();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#connecting = undefined;
    if (this.#end) {
      this.#release();
      return;
    }
    this.#phase = 'headers';
    this.#timer.start(this.#timeouts.headersMs);
    const connection = this.sender?.useConnection(this);
    if (connection) this.sendOn(connection);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    record: Record<string, string | string[] | undefined>,
  ): void {
    // The final response follows an interim 1xx response (RFC 9110, 15.2).
    if (status < 200) return;
    this.#timer.stop();
    this.#phase = undefined;
    const headers = new RecordHeaders(record);
    this.#opened.resolve(decompressResponse({ status, headers, body: this.body }));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#end) return;
    this.#request.onBytes?.();
    if (!this.body.push(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#settle({});
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const failure = fromTransport(error, this.#phase, this.#request, this.#isLost);
    if (!this.#settle({ error: failure })) return;
    // undici reports a proxy that requires a password while the proxy's response continues.
    this.#release();
  }

  /** Whether a reused connection was closed before any byte of the response. */
  get #isLost(): boolean {
    const { socket, bytesRead } = this.#reused ?? {};
    return this.#phase === 'headers' && socket !== undefined && socket.bytesRead === bytesRead;
  }

  #expire(): void {
    const phase = this.#phase;
    if (phase === undefined) {
      this.fail(leftUnread());
      return;
    }
    const { connectMs, headersMs } = this.#timeouts;
    const missing =
      phase === 'connect'
        ? `did not accept a connection within ${connectMs / 1000} s (timeouts.connectMs)`
        : `sent no headers within ${headersMs / 1000} s (timeouts.headersMs)`;
    const message = `${describeTarget(this.#request)} ${missing}`;
    this.fail(new ProviderError({ code: 'timeout', message, phase }));
  }

  /** Closes the socket. Does not pass the reason on, because some errors make undici connect again. */
  #release(): void {
    const ended = new Error('the exchange has ended');
    if (this.#controller) this.#controller.abort(ended);
    else this.#connecting?.destroy(ended);
  }

  /** Returns false if the exchange had ended already. */
  #settle(end: BodyEnd): boolean {
    if (this.#end) return false;
    this.#end = end;
    this.#timer.stop();
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#onEnd(this);
    if (this.#phase !== undefined) {
      this.#opened.reject(end.error);
      // No caller may be waiting any more.
      this.#opened.promise.catch(() => {});
    }
    this.body.end(end);
    return true;
  }
}
