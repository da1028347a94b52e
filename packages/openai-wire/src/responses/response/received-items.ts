import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';

import { isDelta, kindOfItem } from './item-kind.ts';
import type { ItemKind } from './item-kind.ts';

interface ReceivedItem {
  readonly index: number;
  readonly key: string;
  readonly type: JsonValue | undefined;
}

/** The items of a response so far, to recognize those that are sent again. */
export class ReceivedItems {
  readonly #items: ReceivedItem[] = [];
  readonly #open = new Map<number, string>();
  readonly #ended = new Set<string>();
  readonly #endedIds = new Set<string>();
  /** The index and the kind of each ended item. */
  readonly #endedKinds = new Set<string>();
  /** The complete calls. */
  readonly #calls = new Set<string>();

  /** Whether an item is open at this index, or has ended. */
  has(index: number, item: JsonObject): boolean {
    const key = keyOf(index, item);
    return this.#ended.has(key) || this.#open.get(index) === key;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  /** Whether an item was received at this index. */
  hasIndex(index: number): boolean {
    return this.#items.some((item) => item.index === index);
  }

  /** Whether the same call has ended, also at another index. */
  hasCall(item: JsonObject): boolean {
    const key = contentOf(item);
    return key !== undefined && this.#calls.has(key);
  }

  /**
   * Whether an event of an item arrives after its end: it has the id of an ended item, or it repeats the text of the
   * item that has ended at its index.
   */
  isLate(index: number, kind: ItemKind, event: JsonObject): boolean {
    const id = readString(event, 'item_id') ?? '';
    if (id !== '' && this.#endedIds.has(id)) return true;
    // Only deltas are new text.
    return !isDelta(event) && this.#endedKinds.has(`${index} ${kind}`);
  }

  start(index: number, item: JsonObject): void {
    const key = keyOf(index, item);
    this.#items.push({ index, key, type: item.type });
    this.#open.set(index, key);
  }

  /** Notes that an item that has ended continues. */
  reopen(index: number, item: JsonObject): void {
    this.#open.set(index, keyOf(index, item));
  }

  end(index: number, item: JsonObject): void {
    this.#ended.add(keyOf(index, item));
    this.#endedIds.add(readString(item, 'id') ?? '');
    this.#endedKinds.add(`${index} ${kindOfItem(item) ?? ''}`);
    const content = contentOf(item);
    if (content !== undefined) this.#calls.add(content);
    const opened = this.#open.get(index);
    if (opened !== undefined) this.#ended.add(opened);
    this.#open.delete(index);
  }

  /**
   * Returns the items of the complete response that were not received or have not ended, each with its index. A new
   * item has a negative index.
   *
   * The items of a type are in the same order as in the stream, but their indices and ids can differ. Reasoning is
   * omitted after other items, because it cannot be sent back after the content that is based on it.
   */
  findMissing(output: readonly JsonObject[]): readonly (readonly [number, JsonObject])[] {
    const rest = this.#items.slice();
    const hasContent = rest.some(({ type }) => type !== 'reasoning');
    return output.flatMap((item, position) => {
      const found = rest.findIndex(({ type }) => type === item.type);
      const [known] = found < 0 ? [] : rest.splice(found, 1);
      if (known) return this.#open.get(known.index) === known.key ? [[known.index, item]] : [];
      return hasContent && item.type === 'reasoning' ? [] : [[-1 - position, item]];
    });
  }
}

/** Ids of items can change with every event, so that the index counts too. */
function keyOf(index: number, item: JsonObject): string {
  return `${index} ${readString(item, 'type') ?? ''} ${readString(item, 'id') ?? ''}`;
}

/** Returns the id, the name and the arguments of a call. Undefined for other items. */
function contentOf({ call_id: id, name, arguments: input }: JsonObject): string | undefined {
  return typeof id === 'string' && id !== '' ? JSON.stringify([id, name, input]) : undefined;
}
