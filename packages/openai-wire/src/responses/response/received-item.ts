import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import { readIndex } from '@understudy/provider-utils/internal';
import type { Block } from '@understudy/provider-utils/internal';

import { kindOfItem } from './item-kind.ts';
import type { ItemKind } from './item-kind.ts';

/** A block of text, which can continue after its end. */
export interface TextBlock extends Block {
  /** Whether all of its text arrived in deltas, so further deltas are new text. */
  readonly isStreamed: boolean;
  /**
   * Returns what a delta, or the end of an item, contains after the text that was received. Returns undefined if it is
   * another text, or an end without text, which does not identify its item.
   */
  restOf(event: JsonObject): string | undefined;
}

/** What an event contains of its item. */
export interface ItemReference {
  /** Undefined for an item of another kind, and for an event that any item may have. */
  readonly kind: ItemKind | undefined;
  /** The index that the server sent. */
  readonly index: number | undefined;
  readonly ids: readonly string[];
  /** The `call_id` of a call. It does not change. */
  readonly callId: string | undefined;
}

/** What is known of an item at its start. */
export interface StartedItem extends ItemReference {
  readonly type: JsonValue | undefined;
  /** Whether the start of the item was not received. */
  readonly isImplied: boolean;
  /** The block of a message or of reasoning. */
  readonly text: TextBlock | undefined;
}

/** An item of a response that has started. */
export class ReceivedItem implements ItemReference {
  /** Its index in the queue: the items are numbered in the order of their starts. */
  readonly key: number;
  readonly kind: ItemKind | undefined;
  readonly index: number | undefined;
  readonly callId: string | undefined;
  readonly type: JsonValue | undefined;
  readonly text: TextBlock | undefined;
  #ids: readonly string[];
  #isImplied: boolean;
  #state: 'open' | 'replaced' | 'ended' = 'open';
  #call: string | undefined;

  constructor(key: number, started: StartedItem) {
    this.key = key;
    this.kind = started.kind;
    this.index = started.index;
    this.callId = started.callId;
    this.type = started.type;
    this.text = started.text;
    this.#ids = started.ids;
    this.#isImplied = started.isImplied;
  }

  /** All ids that were sent for it. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Whether its own end was not received. */
  get isPending(): boolean {
    return this.#state !== 'ended';
  }

  /** Whether the start of another item ended it. Its own end can follow. */
  get isReplaced(): boolean {
    return this.#state === 'replaced';
  }

  /** Whether more of it follows: it is open, or it was started and then replaced. */
  get isUnfinished(): boolean {
    return this.isOpen || (this.isReplaced && !this.#isImplied);
  }

  /** Whether it is open, and its start was not received. */
  get isImplied(): boolean {
    return this.isOpen && this.#isImplied;
  }

  /** The complete call, if its end was received. */
  get call(): string | undefined {
    return this.#call;
  }

  /** Notes the start of an item whose text arrived before. */
  start(ids: readonly string[]): void {
    this.#ids = ids;
    this.#isImplied = false;
  }

  replace(): void {
    this.#state = 'replaced';
  }

  reopen(): void {
    this.#state = 'open';
  }

  end(ids: readonly string[], call: string | undefined): void {
    this.#ids = [...new Set([...this.#ids, ...ids])];
    this.#call = call;
    this.#state = 'ended';
  }
}

/** Returns the index that an event contains. Some servers send none. */
export function indexOf({ output_index: index = null }: JsonObject): number | undefined {
  return index === null ? undefined : readIndex(index);
}

/** Returns what an event contains of the item that starts or ends. */
export function referTo(index: number | undefined, item: JsonObject): ItemReference {
  const callId = readString(item, 'call_id') ?? '';
  const ids = [callId, readString(item, 'id') ?? ''].filter((id) => id !== '');
  return { kind: kindOfItem(item), index, ids, callId: callId === '' ? undefined : callId };
}

export function hasId({ ids }: ReceivedItem, others: readonly string[]): boolean {
  return others.some((id) => ids.includes(id));
}

/** Returns the id, the name and the arguments of a call. Undefined for other items. */
export function contentOf(item: JsonObject): string | undefined {
  if (kindOfItem(item) !== 'call') return undefined;
  return JSON.stringify([item.call_id ?? '', item.name, item.arguments ?? item.input]);
}
