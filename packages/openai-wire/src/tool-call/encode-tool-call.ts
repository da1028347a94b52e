import type { JsonObject, ToolCallPart } from '@understudy/core/provider';

import { readCustomInput } from './custom-call.ts';
import { encodeSignature } from './tool-call-signature.ts';

/** Encodes a complete tool call. Requests and responses have the same format. */
export function encodeToolCall({
  id,
  name,
  argumentsText,
  signature,
  providerMetadata,
}: Omit<ToolCallPart, 'type' | 'origin'>): JsonObject {
  return {
    id,
    type: 'function',
    function: { name, arguments: argumentsText },
    ...encodeSignature({ signature, providerMetadata }),
  };
}

/** Encodes a call of a custom tool of a request. */
export function encodeCustomCall(id: string, { name, argumentsText }: ToolCallPart): JsonObject {
  return { id, type: 'custom', custom: { name, input: readCustomInput(argumentsText) } };
}
