import { lowerCaseNames, waitUntil } from '@understudy/core/internal';
import { isProviderError } from '@understudy/core/provider';
import type { ProviderContext } from '@understudy/core/provider';
import { sendRequest } from '@understudy/provider-utils';
import type { EventStreamResponse } from '@understudy/provider-utils';

import { decodeError, isBusySession } from './decode-error.ts';
import { createCookieHttp } from './session/cookie-jar.ts';
import type { Endpoint } from './session/endpoint.ts';
import { withCode } from './session/login-error.ts';
import type { SessionPool } from './session/session-pool.ts';
import type { Session } from './session/session.ts';

/** The waits before a message is sent again to a session that is busy with an earlier chat. */
const busyDelaysMs = [250, 1000] as const;

/** Owns the session and the sockets of one chat. */
export class Conversation {
  readonly #endpoint: Endpoint;
  readonly #pool: SessionPool;
  readonly #context: ProviderContext;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#controller.abort(this.#context.signal.reason);
  #session: Session | undefined;
  /** Whether the server was busy with another message at the last request. */
  #wasBusy = false;
  /** Whether the server may still be writing a response. */
  #mayBeWriting = false;
  #closed = false;

  constructor(endpoint: Endpoint, pool: SessionPool, context: ProviderContext) {
    this.#endpoint = endpoint;
    this.#pool = pool;
    this.#context = context;
    context.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /**
   * Acquires a session and sends the request. If the server rejects the session, logs in again and sends
   * the request a second time.
   *
   * @throws ProviderError
   */
  async open(body: string): Promise<EventStreamResponse> {
    const { signal } = this.#context;
    const session = await this.#pool.acquire(signal);
    this.#session = session;
    try {
      return await this.#send(session, body);
    } catch (error) {
      if (!isRejectedSession(error) || !this.#context.reserveRequest()) throw this.toError(error);
      this.#session = undefined;
    }
    this.#session = await this.#pool.renew(session, signal);
    return this.resume(body);
  }

  /**
   * Sends a request with the current session, without a new login.
   *
   * @throws ProviderError
   */
  async resume(body: string): Promise<EventStreamResponse> {
    const session = this.#session;
    if (!session) throw new Error('resume() requires a successful open()');
    try {
      return await this.#send(session, body);
    } catch (error) {
      throw this.toError(error);
    }
  }

  /**
   * Returns what the chat fails with after an error of a request or of a response.
   *
   * If the server rejected the session, it is discarded, and the error is `session-rejected`: it is not about an API
   * key.
   */
  toError(error: unknown): unknown {
    if (!isRejectedSession(error)) return error;
    this.#discard();
    return isProviderError(error) ? withCode(error, 'session-rejected') : error;
  }

  /** Records that the server has written the whole response. */
  endResponse(): void {
    this.#mayBeWriting = false;
  }

  /**
   * Releases the session. Closes the socket first if the server may still be writing, so that it notices the end.
   * Later calls have no effect.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    if (this.#mayBeWriting) this.#controller.abort(canceled);
    const session = this.#session;
    this.#session = undefined;
    if (!session) return;
    // How long the server stays busy is not known.
    if (this.#wasBusy) this.#pool.discard(session);
    else if (this.#mayBeWriting) this.#pool.releaseAfterPause(session);
    else this.#pool.release(session);
  }

  /** Sends a request. Waits and sends it again while the server is busy with the last message of an earlier chat. */
  async #send(session: Session, body: string): Promise<EventStreamResponse> {
    const { clock, signal } = this.#context;
    const mayBeBusy = session.isUsed;
    session.markAsUsed();
    for (const delayMs of mayBeBusy ? busyDelaysMs : []) {
      try {
        return await this.#post(session, body);
      } catch (error) {
        if (!this.#wasBusy || !this.#context.reserveRequest()) throw error;
      }
      await waitUntil(clock, clock.now() + delayMs, signal);
    }
    return this.#post(session, body);
  }

  async #post(session: Session, body: string): Promise<EventStreamResponse> {
    const url = this.#endpoint.conversation;
    const context = this.#context;
    const headers = {
      // They replace those of the browser.
      ...lowerCaseNames(context.headers),
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...session.headers(url),
    };
    const http = createCookieHttp(context, (...cookies) => session.storeCookies(...cookies));
    this.#wasBusy = false;
    this.#mayBeWriting = true;
    try {
      return await sendRequest(
        { ...context, http, signal: this.#controller.signal },
        {
          ...this.#endpoint.fields(headers),
          method: 'POST',
          url,
          body,
          expect: 'event-stream',
          operation: 'chat request',
          decodeError: (json) => {
            const error = decodeError(json);
            this.#wasBusy = error !== undefined && isBusySession(error);
            return error;
          },
        },
      );
    } catch (error) {
      this.#mayBeWriting = mayBeWriting(error);
      throw error;
    }
  }

  #discard(): void {
    if (this.#session) this.#pool.discard(this.#session);
    this.#session = undefined;
  }
}

function isRejectedSession(error: unknown): boolean {
  return isProviderError(error) && error.code === 'authentication-failed';
}

/** Whether the server may be writing a response although the request failed. */
function mayBeWriting(error: unknown): boolean {
  if (!isProviderError(error) || error.status === 504) return true;
  return error.status === undefined && error.phase !== 'connect';
}

/** Not visible to callers. Shared, because creating an error is slow. */
const canceled = new DOMException('The chat was canceled', 'AbortError');
