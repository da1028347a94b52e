import type { JsonObject, ToolCallPart } from '@understudy/core/provider';

import { encodeSignature } from './response/tool-call-signature.ts';

/** A whole call as a message has it, in an answer as in a conversation. */
export function encodeToolCall({
  id,
  name,
  argumentsText,
  signature,
}: Omit<ToolCallPart, 'type' | 'origin'>): JsonObject {
  return {
    id,
    type: 'function',
    function: { name, arguments: argumentsText },
    ...(signature !== undefined && encodeSignature(signature)),
  };
}
