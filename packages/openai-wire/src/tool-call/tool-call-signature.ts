import type { JsonObject } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';

/**
 * Returns Gemini's signature of a tool call, or an empty string.
 *
 * The signature must be sent back with the call:
 * https://ai.google.dev/gemini-api/docs/thought-signatures.
 */
export function readSignature(call: JsonObject): string {
  const google = readObject(readObject(call, 'extra_content'), 'google');
  return readString(google, 'thought_signature') ?? '';
}

export function encodeSignature(signature: string): JsonObject {
  return { extra_content: { google: { thought_signature: signature } } };
}
