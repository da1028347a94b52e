import type { HttpResponse, ProviderContext, ProviderError } from '@understudy/core/provider';
import { lowerCaseNames, mediaType, readErrorBody } from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';
import type { Endpoint } from './session/endpoint.ts';
import type { SessionPool } from './session/session-pool.ts';
import type { Session } from './session/session.ts';

const expectation = { operation: 'chat request', expected: 'an event stream' };

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
  async open(body: string): Promise<HttpResponse> {
    const { signal } = this.#context;
    const session = await this.#pool.acquire(signal);
    this.#session = session;
    const response = await this.#post(session, body);
    const error = await this.#findError(response);
    if (!error) return response;
    if (error.code !== 'authentication-failed') throw error;
    this.#session = undefined;
    if (!this.#context.reserveRequest()) {
      this.#pool.discard(session);
      throw error;
    }
    this.#session = await this.#pool.renew(session, signal);
    return this.resume(body);
  }

  /**
   * Sends a request with the current session, without a new login.
   *
   * @throws ProviderError
   */
  async resume(body: string): Promise<HttpResponse> {
    const session = this.#session;
    if (!session) throw new Error('resume() requires a successful open()');
    const response = await this.#post(session, body);
    const error = await this.#findError(response);
    if (!error) return response;
    if (error.code === 'authentication-failed') {
      this.#session = undefined;
      this.#pool.discard(session);
    }
    throw error;
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

  #post(session: Session, body: string): Promise<HttpResponse> {
    const url = this.#endpoint.conversation;
    const headers = {
      ...lowerCaseNames(this.#context.headers),
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...session.headers(url),
    };
    const { signal } = this.#controller;
    const request = this.#endpoint.createRequest({ method: 'POST', url, headers, body, signal });
    return this.#context.http.request(request);
  }

  async #findError(response: HttpResponse): Promise<ProviderError | undefined> {
    const { status, headers } = response;
    if (status === 200 && mediaType(headers) === 'text/event-stream') return undefined;
    const body = await readErrorBody(response);
    return decodeError(response, body, expectation, this.#context.clock);
  }
}

/** Not visible to callers. Shared, because creating an error is slow. */
const canceled = new DOMException('The chat was canceled', 'AbortError');
