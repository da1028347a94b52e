import { lowerCaseNames, RecordHeaders } from '../http/header-values.ts';
import type { Http, HttpRequest, HttpResponse } from '../ports/http.ts';

/** An answer to be given again. */
export interface RecordedReply {
  /** @defaultValue 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** The body: text or bytes, or a list of them, each handed out as one read. */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[];
}

/** Answers from a list, in order or by a function, without a network; keeps what was asked. */
export class ReplayHttp implements Http {
  readonly requests: HttpRequest[] = [];
  readonly #answers: (request: HttpRequest, index: number) => RecordedReply | undefined;

  constructor(
    answers:
      | readonly RecordedReply[]
      | ((request: HttpRequest, index: number) => RecordedReply | undefined),
  ) {
    this.#answers = typeof answers === 'function' ? answers : (_request, index) => answers[index];
  }

  async request(request: HttpRequest): Promise<HttpResponse> {
    request.signal.throwIfAborted();
    const index = this.requests.push(request) - 1;
    const answer = this.#answers(request, index);
    if (!answer) {
      throw new Error(
        `no answer is recorded for request ${index + 1}: ${request.method} ${request.url.pathname}`,
      );
    }
    const { status = 200, headers = {}, body = '' } = answer;
    const record = new RecordHeaders(lowerCaseNames(headers));
    return { status, headers: record, body: replay(body, request) };
  }
}

async function* replay(
  body: NonNullable<RecordedReply['body']>,
  { signal, onBytes }: HttpRequest,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reads = typeof body === 'string' || body instanceof Uint8Array ? [body] : body;
  for (const read of reads) {
    signal.throwIfAborted();
    onBytes?.();
    yield typeof read === 'string' ? new TextEncoder().encode(read) : read;
  }
}
