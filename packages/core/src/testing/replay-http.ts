import { lowerCaseNames, RecordHeaders } from '../http/record-headers.ts';
import type { Http, HttpRequest, HttpResponse } from '../ports/http.ts';

/** An HTTP response that `ReplayHttp` returns. */
export interface RecordedReply {
  /** @defaultValue 200 */
  readonly status?: number;
  /** Names in any case. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text or bytes, or a list of chunks. @defaultValue '' */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[];
}

/** An `Http` for tests. It returns recorded replies without a network and records the requests. */
export class ReplayHttp implements Http {
  /** The received requests, in order. */
  readonly requests: HttpRequest[] = [];
  readonly #replyFor: (request: HttpRequest, index: number) => RecordedReply | undefined;

  /** @param replies - one reply per request, or a function that returns the reply for a request and its index */
  constructor(
    replies:
      | readonly RecordedReply[]
      | ((request: HttpRequest, index: number) => RecordedReply | undefined),
  ) {
    this.#replyFor = typeof replies === 'function' ? replies : (_request, index) => replies[index];
  }

  /** @throws Error if no reply is recorded for the request; the reason of the signal if it has aborted */
  async request(request: HttpRequest): Promise<HttpResponse> {
    request.signal.throwIfAborted();
    const index = this.requests.push(request) - 1;
    const reply = this.#replyFor(request, index);
    if (!reply) {
      throw new Error(
        `no reply is recorded for request ${index + 1}: ${request.method} ${request.url.pathname}`,
      );
    }
    const { status = 200, headers = {}, body = '' } = reply;
    const record = new RecordHeaders(lowerCaseNames(headers));
    return { status, headers: record, body: replay(body, request) };
  }
}

async function* replay(
  body: NonNullable<RecordedReply['body']>,
  { signal, onBytes }: HttpRequest,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
  for (const chunk of chunks) {
    signal.throwIfAborted();
    onBytes?.();
    yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
  }
}
