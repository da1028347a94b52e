import type { ProviderEvent } from '@understudy/core/provider';
import type { BufferLimit } from '@understudy/provider-utils';

import type { Sources } from './sources.ts';

export type { Block } from '@understudy/provider-utils';

/** What the blocks of a response have in common. */
export interface BlockContext extends BufferLimit {
  readonly sources: Sources;
  /** Returns the id of a call: the vendor's, or another one if it is missing or used. */
  claimId(id: string): string;
}

export function pushText(
  type: 'text-delta' | 'reasoning-delta',
  text: string,
  events: ProviderEvent[],
): void {
  if (text !== '') events.push({ type, text });
}
