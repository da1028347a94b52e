import type { ChatEvent, JsonObject, PartOrigin } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';

/** The fields of a call that contain its signature. */
export type SignatureFields = Pick<PartOrigin, 'signature' | 'providerMetadata'>;

const google = 'google';

/**
 * Returns Gemini's signature of a tool call, or undefined. Vertex AI has another name for its field, which is metadata.
 *
 * The signature must be sent back with the call:
 * https://ai.google.dev/gemini-api/docs/thought-signatures.
 */
export function readSignature(call: JsonObject): SignatureFields | undefined {
  if (call['extra_content'] === undefined) return undefined;
  for (const [vendor, fields] of Object.entries(readObject(call, 'extra_content') ?? {})) {
    const signature = readString(fields, 'thought_signature') ?? '';
    if (signature === '') continue;
    return vendor === google
      ? { signature }
      : { signature, providerMetadata: { extra_content: vendor } };
  }
  return undefined;
}

export function encodeSignature({ signature, providerMetadata }: SignatureFields): JsonObject {
  if (signature === undefined) return {};
  const vendor = readString(providerMetadata, 'extra_content') ?? google;
  return { extra_content: { [vendor]: { thought_signature: signature } } };
}

/**
 * Returns the signature of a call that a batch contains completely.
 *
 * The AI SDK reads a signature only in the first chunk of a call.
 */
export function findSignature(id: string, batch: readonly ChatEvent[]): SignatureFields {
  for (const event of batch) {
    if (event.type !== 'tool-call-end' || event.id !== id) continue;
    return { signature: event.signature, providerMetadata: event.providerMetadata };
  }
  return {};
}
