import { lowerCaseNames, mediaType, readErrorBody } from '@understudy/core/provider';
import type { HttpResponse, ProviderContext, ProviderError } from '@understudy/core/provider';

import { decodeError } from './decode-error.ts';
import type { Endpoint } from './session/endpoint.ts';
import type { SessionPool } from './session/session-pool.ts';
import type { Session } from './session/session.ts';

const wanted = { what: 'the conversation', expected: 'an event stream' };

/** One chat's hold on a session, and on the sockets of its requests. */
export class Conversation {
  readonly #site: Endpoint;
  readonly #pool: SessionPool;
  readonly #context: ProviderContext;
  readonly #controller = new AbortController();
  readonly #onAbort = (): void => this.#controller.abort(this.#context.signal.reason);
  #session: Session | undefined;
  #closed = false;

  constructor(site: Endpoint, pool: SessionPool, context: ProviderContext) {
    this.#site = site;
    this.#pool = pool;
    this.#context = context;
    context.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /**
   * Asks on a free session; when the site no longer knows it, once more on one from a new login.
   *
   * @throws ProviderError
   */
  async open(body: string): Promise<HttpResponse> {
    const { signal } = this.#context;
    const session = await this.#pool.acquire(signal);
    this.#session = session;
    const response = await this.#post(session, body);
    const refusal = await this.#refusal(response);
    if (!refusal) return response;
    if (refusal.code !== 'authentication-failed') throw refusal;
    this.#session = undefined;
    if (!this.#context.reserveRequest()) {
      this.#pool.discard(session);
      throw refusal;
    }
    this.#session = await this.#pool.renew(session, signal);
    return this.goOn(body);
  }

  /**
   * Asks on the session that is held, and on no other.
   *
   * @throws ProviderError
   */
  async goOn(body: string): Promise<HttpResponse> {
    const session = this.#session;
    if (!session) throw new Error('a conversation goes on only after it was opened');
    const response = await this.#post(session, body);
    const refusal = await this.#refusal(response);
    if (!refusal) return response;
    if (refusal.code === 'authentication-failed') {
      this.#session = undefined;
      this.#pool.discard(session);
    }
    throw refusal;
  }

  /**
   * Gives the session back, once. Who leaves before the end closes the socket first, for the site to
   * notice.
   */
  close(finished: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    if (!finished) this.#controller.abort(leftEarly);
    if (this.#session) this.#pool.release(this.#session);
    this.#session = undefined;
  }

  #post(session: Session, body: string): Promise<HttpResponse> {
    const url = this.#site.conversation;
    const headers = {
      ...lowerCaseNames(this.#context.headers),
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...session.headers(url),
    };
    const { signal } = this.#controller;
    const request = this.#site.createRequest({ method: 'POST', url, headers, body, signal });
    return this.#context.http.request(request);
  }

  async #refusal(response: HttpResponse): Promise<ProviderError | undefined> {
    const { status, headers } = response;
    if (status === 200 && mediaType(headers) === 'text/event-stream') return undefined;
    const body = await readErrorBody(response);
    return decodeError(response, body, wanted, this.#context.clock);
  }
}

/** One for all: nobody is told of it. */
const leftEarly = new DOMException('The answer was left before its end', 'AbortError');
