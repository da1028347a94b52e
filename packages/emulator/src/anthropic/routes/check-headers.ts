import type { Reply } from '../../server/reply.ts';
import {
  createErrorReply,
  createInvalidKey,
  createInvalidRequest,
} from '../errors/anthropic-errors.ts';

type Headers = Readonly<Record<string, string>>;

const versions = ['2023-06-01', '2026-10-21'];

/** Returns the API key of a request, or an empty string. `x-api-key` takes precedence. */
export function readKey(headers: Headers): string {
  const bearer = (headers['authorization'] ?? '').replace(/^Bearer\s*/iu, '');
  return (headers['x-api-key'] ?? bearer).trim();
}

/** Returns an error response if the key or the version is missing or not accepted. */
export function checkHeaders(
  keys: readonly string[] | undefined,
  headers: Headers,
): Reply | undefined {
  const key = readKey(headers);
  if (key === '') {
    return createErrorReply(401, createInvalidKey('x-api-key header is required'));
  }
  if (keys !== undefined && !keys.includes(key)) return createErrorReply(401, createInvalidKey());
  const version = headers['anthropic-version'];
  if (version === undefined) {
    return createErrorReply(400, createInvalidRequest('anthropic-version: header is required'));
  }
  if (versions.includes(version)) return undefined;
  const message = `anthropic-version: "${version}" is not a valid version`;
  return createErrorReply(400, createInvalidRequest(message));
}
