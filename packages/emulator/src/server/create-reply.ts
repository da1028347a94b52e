import type { RequestNotes } from '../journal/emulated-request.ts';
import type { Reply } from './reply.ts';

type ReplyOptions = {
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly notes?: RequestNotes;
};

export function createJsonReply(status: number, body: unknown, options: ReplyOptions = {}): Reply {
  return createReply(status, 'application/json', JSON.stringify(body), options);
}

export function createHtmlReply(status: number, body: string, options: ReplyOptions = {}): Reply {
  return createReply(status, 'text/html; charset=utf-8', body, options);
}

export function createTextReply(status: number, body: string, options: ReplyOptions = {}): Reply {
  return createReply(status, 'text/plain; charset=utf-8', body, options);
}

function createReply(status: number, type: string, body: string, options: ReplyOptions): Reply {
  const { headers = {}, notes = {} } = options;
  const length = String(Buffer.byteLength(body));
  return {
    status,
    headers: { 'content-type': type, 'content-length': length, ...headers },
    steps: body === '' ? [] : [{ kind: 'write', chunk: body }],
    notes,
  };
}
