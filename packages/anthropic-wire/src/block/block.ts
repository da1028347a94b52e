import type { JsonObject, ProgressEvent, ProviderEvent } from '@understudy/core/provider';

import type { Sources } from './sources.ts';

/** What the blocks of a response have in common. */
export interface BlockContext {
  readonly sources: Sources;
  /** Creates an id for a tool call without one. */
  createId(): string;
  /**
   * Counts what is kept in memory.
   *
   * @throws ProviderError `response-too-large`
   */
  reserve(size: number): void;
}

/** Decodes one block of content into events, from its start and its deltas. */
export interface Block {
  /** What the vendor does while the block is open and has no content. */
  readonly activity?: ProgressEvent['activity'] | undefined;
  /** Whether the end depends on what follows: only the last block can be cut off. */
  readonly endsLate?: boolean;
  start(events: ProviderEvent[]): void;
  /** Unknown deltas are ignored. */
  read(delta: JsonObject, events: ProviderEvent[]): void;
  /** @param isCut - whether the response ended at its maximum length, in this block or before it */
  end(isCut: boolean, events: ProviderEvent[]): void;
}

export function pushText(
  type: 'text-delta' | 'reasoning-delta',
  text: string,
  events: ProviderEvent[],
): void {
  if (text !== '') events.push({ type, text });
}
