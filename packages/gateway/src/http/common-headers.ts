import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { isMessagesPath } from './api-path.ts';

/** The headers that a web page of an allowed origin can read. Clients decide by them whether to retry. */
const exposedHeaders = [
  'x-request-id',
  'request-id',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'x-understudy-provider',
  'x-understudy-model',
  'x-understudy-attempts',
  'x-understudy-warnings',
].join(', ');

/** Returns the headers of every response. */
export function createCommonHeaders(
  requestId: string,
  path: string,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  return {
    'x-request-id': requestId,
    // Anthropic's clients read this one.
    ...(isMessagesPath(path) && { 'request-id': requestId }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(origin !== undefined && {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': exposedHeaders,
      vary: 'origin',
    }),
  };
}

/** Returns the id that a client has chosen, if it is safe in headers and logs, else a new one. */
export function readRequestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const id = headers['x-request-id'];
  return typeof id === 'string' && /^[\w.-]{1,64}$/.test(id) ? id : randomUUID();
}
