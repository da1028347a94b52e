import type { Reply } from '../../server/reply.ts';
import { createInvalidRequestReply } from '../errors/error-reply.ts';

type Headers = Readonly<Record<string, string>>;

/** The key that a request brought; empty where it brought none. */
export function readKey(headers: Headers): string {
  return (headers['authorization'] ?? '').replace(/^Bearer\s*/iu, '').trim();
}

/** Refuses whoever has none of the keys; undefined where the door is open. */
export function checkKey(keys: readonly string[] | undefined, headers: Headers): Reply | undefined {
  const key = readKey(headers);
  if (keys === undefined || keys.includes(key)) return undefined;
  return key === '' ? createInvalidRequestReply(401, missingKey) : createKeyRefusal(maskKey(key));
}

export function createKeyRefusal(shown: string): Reply {
  const message = `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`;
  return createInvalidRequestReply(401, message, { code: 'invalid_api_key' });
}

const missingKey =
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).";

/** Only so much of it that its owner knows which one is meant. */
export function maskKey(key: string): string {
  return key.length < 12 ? '*'.repeat(key.length) : `${key.slice(0, 3)}***${key.slice(-4)}`;
}
