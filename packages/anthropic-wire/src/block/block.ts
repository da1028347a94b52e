import type { JsonValue, ProviderEvent } from '@understudy/core/provider';
import { malformedResponse } from '@understudy/provider-utils';
import type { BufferLimit } from '@understudy/provider-utils/internal';

import type { PropertyNames } from '../property-names.ts';
import type { Sources } from './sources.ts';

export type { Block } from '@understudy/provider-utils/internal';

/** What the blocks of a response have in common. */
export interface BlockContext extends BufferLimit {
  readonly sources: Sources;
  /** Returns the id of a call: the vendor's, or another one if it is missing or used. */
  claimId(id: string): string;
  /** Returns the original names of the properties of a tool. Undefined if they are those that were sent. */
  propertyNamesOf(tool: string): PropertyNames | undefined;
}

/** @throws ProviderError `malformed-response` for another value than a text */
export function readText(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  throw malformedResponse('text', 'another value');
}

/** Returns the first delta of a block without the text of its start, which MiniMax sends again in it. */
export function withoutStart(delta: string, start: JsonValue | undefined): string {
  return typeof start === 'string' && delta.startsWith(start) ? delta.slice(start.length) : delta;
}

export function pushText(
  type: 'text-delta' | 'reasoning-delta',
  text: string,
  events: ProviderEvent[],
): void {
  if (text !== '') events.push({ type, text });
}
