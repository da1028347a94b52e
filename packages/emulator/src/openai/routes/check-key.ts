import type { Reply } from '../../server/reply.ts';
import {
  createInvalidKeyReply,
  createInvalidRequestReply,
  maskKey,
} from '../errors/error-reply.ts';

type Headers = Readonly<Record<string, string>>;

const missingKeyMessage =
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";

/** Returns the API key of a request, or an empty string. */
export function readKey(headers: Headers): string {
  return (headers['authorization'] ?? '').replace(/^Bearer\s*/iu, '').trim();
}

/** Returns an error response if the key is not one of the accepted keys. Without `keys`, accepts all requests. */
export function checkKey(keys: readonly string[] | undefined, headers: Headers): Reply | undefined {
  const key = readKey(headers);
  if (keys === undefined || keys.includes(key)) return undefined;
  return key === ''
    ? createInvalidRequestReply(401, missingKeyMessage)
    : createInvalidKeyReply(maskKey(key));
}
