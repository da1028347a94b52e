import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { malformedResponse, readString } from '@understudy/provider-utils';
import type { BufferLimit } from '@understudy/provider-utils/internal';

import type { Metadata } from '../../response/metadata.ts';
import type { Sources } from '../../response/sources.ts';
import type { ClientCalls } from '../kept-item.ts';

/** What the items of a response have in common. */
export interface ItemContext extends BufferLimit {
  readonly sources: Sources;
  readonly metadata: Metadata;
  readonly calls: ClientCalls;
  /** Returns the id of a call: the vendor's, or another one if it is missing or used. */
  claimCallId(id: string): string;
  /** Notes that the model refused the request. */
  noteRefusal(): void;
  /** Starts the response, unless it has started. */
  start(response: JsonObject): void;
}

/** @throws ProviderError `malformed-response` for another value than a text */
export function readDelta(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  throw malformedResponse('a delta that is a text', 'another value');
}

/** Returns the objects of a list. */
export function readObjects(value: JsonValue | undefined): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (each): each is JsonObject => typeof each === 'object' && each !== null && !Array.isArray(each),
  );
}

/** Returns the texts of the parts of an item. Some servers send texts instead of parts. */
export function readPartTexts(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.map((part) => (typeof part === 'string' ? part : (readString(part, 'text') ?? '')));
}
