import type { JsonObject } from '@understudy/core/provider';

/** The events of one block, complete or in pieces. */
export function encodeBlockStart(index: number, block: JsonObject): JsonObject {
  return { type: 'content_block_start', index, content_block: block };
}

export function encodeBlockDelta(index: number, delta: JsonObject): JsonObject {
  return { type: 'content_block_delta', index, delta };
}

export function encodeBlockStop(index: number): JsonObject {
  return { type: 'content_block_stop', index };
}
