import type { ChatEvent, JsonObject } from '@understudy/core/provider';
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

/**
 * Returns the signature of a call that a batch contains completely.
 *
 * The AI SDK reads a signature only in the first chunk of a call.
 */
export function findSignature(id: string, batch: readonly ChatEvent[]): string | undefined {
  const end = batch.find((event) => event.type === 'tool-call-end' && event.id === id);
  return end?.type === 'tool-call-end' ? end.signature : undefined;
}
