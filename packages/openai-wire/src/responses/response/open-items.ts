import type { JsonObject } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import type { Block } from '@understudy/provider-utils/internal';

import { isDelta, kindOfEvent, kindOfItem } from './item-kind.ts';
import type { ItemKind } from './item-kind.ts';

/** A block of text, which can continue after its end. */
export interface TextBlock extends Block {
  /** Whether all of its text arrived in deltas, so that further deltas are new text. */
  readonly isStreamed: boolean;
}

export interface OpenItem {
  readonly index: number;
  readonly kind: ItemKind | undefined;
  /** The start of the item. */
  readonly item: JsonObject;
  readonly ids: readonly string[];
  /** Whether the start of the item was not received. */
  readonly isImplied: boolean;
  /** The block of a message or of reasoning. */
  readonly text?: TextBlock | undefined;
}

/** The items that have started and not ended. It finds the items of events without an index. */
export class OpenItems {
  readonly #items = new Map<number, OpenItem>();
  readonly #texts = new Set<number>();
  /** The indices of items by their ids, also of items that have ended. */
  readonly #indices = new Map<string, number>();
  /** The index of the last item of each kind. */
  readonly #latest = new Map<ItemKind | undefined, number>();
  /** The calls whose complete arguments were not received, in the order of their starts. */
  readonly #calls = new Set<number>();
  #next = 0;

  get(index: number): OpenItem | undefined {
    return this.#items.get(index);
  }

  /** Messages and reasoning. */
  get texts(): readonly OpenItem[] {
    return [...this.#texts].flatMap((index) => this.#items.get(index) ?? []);
  }

  set(open: OpenItem): void {
    const { index, kind, ids } = open;
    this.#items.set(index, open);
    this.#latest.set(kind, index);
    this.#assign(ids, index);
    this.#next = Math.max(this.#next, index + 1);
    if (open.text) this.#texts.add(index);
    if (kind === 'call') this.#calls.add(index);
  }

  delete(index: number): void {
    this.#items.delete(index);
    this.#texts.delete(index);
    this.#calls.delete(index);
  }

  /** Returns an index that no item has. */
  createIndex(): number {
    return this.#next;
  }

  /** Returns the index of the open item with one of the ids. Some servers send another index at its end. */
  find(kind: ItemKind | undefined, ids: readonly string[]): number | undefined {
    for (const [index, open] of this.#items) {
      if (open.kind === kind && hasId(open, ids)) return index;
    }
    return undefined;
  }

  /** Returns the index of the item that starts or ends with an event without an index: that of its id, or a new one. */
  indexOfItem(item: JsonObject): number {
    const kind = kindOfItem(item);
    const ids = idsOf(item);
    const latest = this.#latestOf(kind);
    const implied = latest?.isImplied === true ? latest.index : undefined;
    const index = this.#findIndex(ids) ?? implied ?? this.createIndex();
    this.#assign(ids, index);
    return index;
  }

  /**
   * Returns the index of the item of an event without an index: that of its id, or of the last item of its kind.
   *
   * Without an id, complete arguments belong to the first call that has none.
   */
  indexOf(event: JsonObject): number {
    const kind = kindOfEvent(event);
    const ids = [readString(event, 'item_id') ?? ''];
    const known = this.#findIndex(ids) ?? this.#findOfKind(kind, event);
    if (known !== undefined) return known;
    if (kind === undefined) return this.#next - 1;
    if (ids.includes('')) return this.#latest.get(kind) ?? this.createIndex();
    const index = this.createIndex();
    this.#assign(ids, index);
    return index;
  }

  #findIndex(ids: readonly string[]): number | undefined {
    return ids.map((id) => this.#indices.get(id)).find((index) => index !== undefined);
  }

  #latestOf(kind: ItemKind | undefined): OpenItem | undefined {
    return this.#items.get(this.#latest.get(kind) ?? -1);
  }

  #findOfKind(kind: ItemKind | undefined, event: JsonObject): number | undefined {
    const [first] = this.#calls;
    if (kind !== 'call' || isDelta(event) || first === undefined)
      return this.#latestOf(kind)?.index;
    this.#calls.delete(first);
    return first;
  }

  #assign(ids: readonly string[], index: number): void {
    for (const id of ids) if (id !== '') this.#indices.set(id, index);
  }
}

export function idsOf(item: JsonObject): readonly string[] {
  return [readString(item, 'id') ?? '', readString(item, 'call_id') ?? ''];
}

export function hasId({ ids }: OpenItem, others: readonly string[]): boolean {
  return ids.some((id) => id !== '' && others.includes(id));
}
