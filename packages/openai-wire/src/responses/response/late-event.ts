import type { JsonObject } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';

import { isDelta } from './item-kind.ts';
import { contentOf, hasId, indexOf, referTo } from './received-item.ts';
import type { ReceivedItem } from './received-item.ts';

/**
 * Returns what an event is that arrives after the end of the item with its index or its id: more of it, a repetition,
 * or an event of another item. Only deltas are more text, because the end of an item has the text of all of them.
 *
 * Some servers end a message after its first delta. Text that its end did not contain continues it.
 */
export function classifyLate(
  ended: ReceivedItem,
  event: JsonObject,
): 'continuation' | 'repetition' | 'other' {
  if (!isDelta(event)) return 'repetition';
  if (ended.isUnfinished) return 'continuation';
  const index = indexOf(event);
  const isNamed = hasId(ended, [readString(event, 'item_id') ?? '']);
  if (!ended.text) return isNamed ? 'repetition' : 'other';
  // Without an index and an id, it can be the same text of another item.
  if ((isNamed || index !== undefined) && ended.text.restOf(event) === '') return 'repetition';
  if (!isNamed || (index ?? ended.index) !== ended.index) return 'other';
  return ended.text.isStreamed ? 'continuation' : 'repetition';
}

/** Whether the end of an item that has ended is sent again. It is another item if its text or its arguments differ. */
export function isEndRepeated(ended: ReceivedItem, event: JsonObject, item: JsonObject): boolean {
  const { index = ended.index, ids } = referTo(indexOf(event), item);
  if (index === ended.index && hasId(ended, ids)) return true;
  if (ended.text) return ended.text.restOf(event) === '';
  return ended.call !== undefined && ended.call === contentOf(item);
}

/**
 * Whether the end of a replaced item adds something. The end of a message can have sources too. The signature of
 * reasoning would be too late without text.
 */
export function isEndNew({ kind, text }: ReceivedItem, event: JsonObject): boolean {
  return kind === 'message' || (text?.restOf(event) ?? '') !== '';
}
