/** An event of a stream. Its type is its first field. */
export interface MessageEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

export function blockStart(index: number, block: object): MessageEvent {
  return { type: 'content_block_start', index, content_block: block };
}

export function blockDelta(index: number, delta: object): MessageEvent {
  return { type: 'content_block_delta', index, delta };
}

export function blockStop(index: number): MessageEvent {
  return { type: 'content_block_stop', index };
}

export const ping: MessageEvent = { type: 'ping' };
