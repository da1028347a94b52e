import type { ReceivedRequest } from '../../server/received-request.ts';
import type { Reply } from '../../server/reply.ts';
import { createErrorReply, createInvalidKey, missingKey } from '../errors/google-errors.ts';

/** Returns the API key of a request, or an empty string. The API reads it from a header or from the query. */
export function readKey({ headers, query }: ReceivedRequest): string {
  const bearer = (headers['authorization'] ?? '').replace(/^Bearer\s*/iu, '');
  return (headers['x-goog-api-key'] ?? query['key'] ?? bearer).trim();
}

/** Returns an error response if the key is missing or not accepted. */
export function checkKey(
  keys: readonly string[] | undefined,
  request: ReceivedRequest,
): Reply | undefined {
  const key = readKey(request);
  if (key === '') return createErrorReply(missingKey);
  return keys === undefined || keys.includes(key)
    ? undefined
    : createErrorReply(createInvalidKey());
}
