import { isProviderError } from '@understudy/core/provider';
import type { ProviderContext } from '@understudy/core/provider';
import { lowerCaseNames, sendRequest } from '@understudy/provider-utils';
import type { EventStreamResponse } from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';
import type { Endpoint } from './session/endpoint.ts';
import type { SessionPool } from './session/session-pool.ts';
import type { Session } from './session/session.ts';

/** Owns the session and the sockets of one chat. */
export class Conversation {
  readonly #endpoint: Endpoint;
  readonly #pool: SessionPool;
  readonly #context: ProviderContext;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#controller.abort(this.#context.signal.reason);
  #session: Session | undefined;
  #closed = false;

  constructor(endpoint: Endpoint, pool: SessionPool, context: ProviderContext) {
    this.#endpoint = endpoint;
    this.#pool = pool;
    this.#context = context;
    context.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /**
   * Acquires a session and sends the request. If the server rejects the token, logs in again and sends
   * the request a second time.
   *
   * @throws ProviderError
   */
  async open(body: string): Promise<EventStreamResponse> {
    const { signal } = this.#context;
    const session = await this.#pool.acquire(signal);
    this.#session = session;
    try {
      return await this.#post(session, body);
    } catch (error) {
      if (!isRejectedToken(error)) throw error;
      this.#session = undefined;
      if (!this.#context.reserveRequest()) {
        this.#pool.discard(session);
        throw error;
      }
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
      return await this.#post(session, body);
    } catch (error) {
      if (isRejectedToken(error)) {
        this.#session = undefined;
        this.#pool.discard(session);
      }
      throw error;
    }
  }

  /**
   * Releases the session. Later calls have no effect.
   *
   * @param isFinished - if false, the socket is closed first, so that the server notices the end
   */
  close(isFinished: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    if (!isFinished) this.#controller.abort(canceled);
    if (this.#session) this.#pool.release(this.#session);
    this.#session = undefined;
  }

  #post(session: Session, body: string): Promise<EventStreamResponse> {
    const url = this.#endpoint.conversation;
    const headers = {
      // They replace those of the browser.
      ...lowerCaseNames(this.#context.headers),
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...session.headers(url),
    };
    return sendRequest(
      { ...this.#context, signal: this.#controller.signal },
      {
        ...this.#endpoint.fields(headers),
        method: 'POST',
        url,
        body,
        expect: 'event-stream',
        operation: 'chat request',
        decodeError,
      },
    );
  }
}

function isRejectedToken(error: unknown): boolean {
  return isProviderError(error) && error.code === 'authentication-failed';
}

/** Not visible to callers. Shared, because creating an error is slow. */
const canceled = new DOMException('The chat was canceled', 'AbortError');
