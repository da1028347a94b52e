import type { JsonObject, JsonValue } from '@understudy/core/provider';
import type { BufferLimit } from '@understudy/provider-utils';

import type { Metadata } from '../../response/metadata.ts';
import type { Sources } from '../../response/sources.ts';

/** What the items of a response have in common. */
export interface ItemContext extends BufferLimit {
  readonly sources: Sources;
  readonly metadata: Metadata;
  /** Returns the id of a call: the vendor's, or another one if it is missing or used. */
  claimCallId(id: string): string;
  /** Notes that the model refused the request. */
  noteRefusal(): void;
}

/** Returns a position. A missing one is the first. */
export function readIndex(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** Returns the objects of a list. */
export function readObjects(value: JsonValue | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each),
  );
}
