import type { OpenAiWireFormatOptions } from '@understudy/conformance';
import type { JsonObject } from '@understudy/core/provider';

/** Encodes parts that OpenAI's API does not have as deltas of their own. */
export const encodePart: NonNullable<OpenAiWireFormatOptions['encodePart']> = (part) => {
  switch (part.type) {
    case 'text-end':
    case 'reasoning-end':
      return [encodeDelta({ block_end: JSON.stringify(part) })];
    case 'progress':
    case 'document-source':
      return [encodeDelta({ event: JSON.stringify(part) })];
    case 'finish':
      if (part.message === undefined) return undefined;
      return [encodeDelta({ explanation: part.message }, part.reason.replace('-', '_'))];
    default:
      return undefined;
  }
};

function encodeDelta(delta: JsonObject, reason: string | null = null): JsonObject {
  return { choices: [{ index: 0, delta, finish_reason: reason }] };
}
