import type { IncomingMessage } from 'node:http';

/** A request with its complete body. */
export interface ReceivedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The names are in lower case. Repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, a form as a record, other text as a string, undefined if empty. */
  readonly body: unknown;
}

/** Returns a request without its body. */
export function readHead(request: IncomingMessage): Omit<ReceivedRequest, 'body'> {
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
  const headers = Object.entries(request.headersDistinct);
  return {
    method: request.method ?? 'GET',
    path,
    query: Object.fromEntries(new URLSearchParams(search)),
    headers: Object.fromEntries(headers.map(([name, values = []]) => [name, values.join(', ')])),
  };
}
