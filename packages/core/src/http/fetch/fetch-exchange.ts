import { ProviderError } from '../../errors/provider-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HttpRequest, HttpResponse } from '../../ports/http.ts';
import { PhaseTimer } from '../../scope/phase-timer.ts';
import type { BodyEnd } from '../body-buffer.ts';
import { BodyBuffer, drainMs, leftUnread } from '../body-buffer.ts';
import { decodeResponse } from '../decode-response.ts';
import { describeTarget } from '../from-transport.ts';
import { RecordHeaders } from '../record-headers.ts';
import type { FetchCall } from './fetch-call.ts';
import { createFetchCall } from './fetch-call.ts';
import type { Fetch, FetchHeaders, FetchReader, FetchResponse } from './fetch-function.ts';
import { fromFetch } from './from-fetch.ts';

/** Bun and Deno do not decode a list of several encodings. */
const maxEncodings = 1;

/**
 * One request and its response over `fetch`. It enforces the timeout of the headers, buffers the bytes until they are
 * pulled, and aborts the request if its reader stops before the end.
 */
export class FetchExchange {
  readonly response: Promise<HttpResponse>;
  readonly #request: HttpRequest;
  readonly #headersMs: number;
  readonly #timer: PhaseTimer;
  readonly #onEnd: () => void;
  readonly #controller = new AbortController();
  readonly #opened: PromiseWithResolvers<HttpResponse> = Promise.withResolvers();
  readonly #onAbort = (): void => this.fail(this.#request.signal.reason);
  readonly #body: BodyBuffer;
  #reader: FetchReader | undefined;
  #end: BodyEnd | undefined;

  /** @param headersMs - limit for connecting, sending and receiving the headers */
  constructor(request: HttpRequest, headersMs: number, clock: Clock, onEnd: () => void) {
    this.#request = request;
    this.#headersMs = headersMs;
    this.#timer = new PhaseTimer(clock, () => this.#expire());
    this.#onEnd = onEnd;
    this.#body = new BodyBuffer({
      resume: () => void this.#read(),
      stop: () => this.#timer.start(drainMs),
      abandon: (error) => this.fail(error),
    });
    this.response = this.#opened.promise;
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Sends the request. Never rejects; the result is `response`. */
  async send(fetch: Fetch): Promise<void> {
    try {
      const call = createFetchCall(this.#request, this.#controller.signal);
      this.#timer.start(this.#headersMs);
      this.#open(await callFetch(fetch, call, this.#request));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Ends the exchange, discards unread bytes and closes the connection. */
  fail(error: unknown): void {
    if (this.#end) return;
    this.#body.clear();
    this.#settle({ error });
  }

  #open({ status, headers, body }: FetchResponse): void {
    // A `fetch` that ignores its signal can respond late.
    if (this.#end) {
      body?.cancel().catch(() => {});
      return;
    }
    this.#timer.stop();
    const response = { status, headers: readFetchHeaders(headers), body: this.#body };
    // `fetch` has decoded the body.
    this.#opened.resolve(decodeResponse(response, maxEncodings, (decoded) => decoded));
    this.#reader = body?.getReader();
    if (this.#reader) void this.#read();
    else this.#settle({});
  }

  async #read(): Promise<void> {
    try {
      const result = await this.#reader?.read();
      if (this.#end) return;
      if (result?.value === undefined || result.done) this.#settle({});
      else this.#receive(result.value);
    } catch (error) {
      this.#settle({ error: fromFetch(error, undefined, this.#request) });
    }
  }

  #receive(chunk: Uint8Array): void {
    this.#request.onBytes?.();
    if (this.#body.push(chunk)) void this.#read();
  }

  #expire(): void {
    // The headers have arrived: the remainder of the body is drained.
    if (this.#reader) {
      this.fail(leftUnread());
      return;
    }
    const message = `${describeTarget(this.#request)} sent no headers within ${this.#headersMs / 1000} s (timeouts.headersMs)`;
    this.fail(new ProviderError({ code: 'timeout', message, phase: 'headers' }));
  }

  #settle(end: BodyEnd): void {
    if (this.#end) return;
    this.#end = end;
    this.#timer.stop();
    this.#request.signal.removeEventListener('abort', this.#onAbort);
    this.#onEnd();
    this.#body.end(end);
    if (end.error === undefined) return;
    this.#opened.reject(end.error);
    // No caller may be waiting any more.
    this.#opened.promise.catch(() => {});
    this.#controller.abort(end.error);
    // A `fetch` of the app may ignore its signal.
    this.#reader?.cancel().catch(() => {});
  }
}

async function callFetch(
  fetch: Fetch,
  { url, init }: FetchCall,
  request: HttpRequest,
): Promise<FetchResponse> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw fromFetch(error, 'headers', request);
  }
}

/** Returns the headers of a response. */
function readFetchHeaders(headers: FetchHeaders): RecordHeaders {
  const cookies = headers.getSetCookie();
  return new RecordHeaders({
    ...Object.fromEntries(headers),
    'set-cookie': cookies.length > 0 ? cookies : undefined,
  });
}
