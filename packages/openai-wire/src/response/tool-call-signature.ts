import { readObject, readString } from '@understudy/core/provider';
import type { JsonObject } from '@understudy/core/provider';

/**
 * Gemini's proof that a call is its own, which must come back with it:
 * https://ai.google.dev/gemini-api/docs/thought-signatures. Empty where there is none.
 */
export function readSignature(call: JsonObject): string {
  const google = readObject(readObject(call, 'extra_content'), 'google');
  return readString(google, 'thought_signature') ?? '';
}

export function encodeSignature(signature: string): JsonObject {
  return { extra_content: { google: { thought_signature: signature } } };
}
