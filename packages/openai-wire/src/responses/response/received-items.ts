import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';

import { ItemGroup, isOtherCall } from './item-group.ts';
import { isDelta, kindOfEvent } from './item-kind.ts';
import type { ItemKind } from './item-kind.ts';
import { contentOf, hasId, ReceivedItem, referTo } from './received-item.ts';
import type { ItemReference, StartedItem } from './received-item.ts';

/** What the next delta of the same item has too. */
interface LatestDelta {
  readonly type: JsonValue;
  readonly index: number | undefined;
  /** Undefined if the index identifies the item. */
  readonly id: JsonValue | undefined;
  readonly item: ReceivedItem;
}

/**
 * The items of a response so far. It decides which item an event belongs to.
 *
 * The index and the id of an event can be missing, and both can change. Without both, an event belongs to the last item
 * of its kind, and an end to the first one that has not ended. What an event repeats is decided by its text.
 */
export class ReceivedItems {
  readonly #items: ReceivedItem[] = [];
  readonly #any = new ItemGroup();
  readonly #groups: ReadonlyMap<ItemKind | undefined, ItemGroup> = new Map([
    ['message', new ItemGroup()],
    ['reasoning', new ItemGroup()],
    ['call', new ItemGroup()],
  ]);
  readonly #openTexts = new Set<ReceivedItem>();
  /** The calls whose complete arguments were not received, in the order of their starts. */
  readonly #withoutArguments = new Set<ReceivedItem>();
  /** The last event if it was a delta of an open item, until an item starts or ends. */
  #latestDelta: LatestDelta | undefined;

  /** All items, in the order of their starts. */
  get all(): readonly ReceivedItem[] {
    return this.#items;
  }

  /** Messages and reasoning that are open. */
  get openTexts(): readonly ReceivedItem[] {
    return [...this.#openTexts];
  }

  add(started: StartedItem): ReceivedItem {
    const item = new ReceivedItem(this.#items.length, started);
    this.#items.push(item);
    for (const group of this.#groupsOf(item)) group.add(item);
    this.#latestDelta = undefined;
    if (item.text) this.#openTexts.add(item);
    if (item.kind === 'call') this.#withoutArguments.add(item);
    return item;
  }

  /** Notes the start of an item whose text arrived before. */
  start(implied: ReceivedItem, item: JsonObject): void {
    implied.start(referTo(implied.index, item).ids);
    for (const group of this.#groupsOf(implied)) group.addIds(implied);
    this.#latestDelta = undefined;
  }

  /** Notes that the start of another item ended an item. */
  replace(item: ReceivedItem): void {
    item.replace();
    this.#latestDelta = undefined;
    this.#openTexts.delete(item);
  }

  /** Notes that a text continues after its end. */
  reopen(item: ReceivedItem): void {
    item.reopen();
    this.#latestDelta = undefined;
    this.#openTexts.add(item);
  }

  /** Ends an item. Its end can have another index and other ids. */
  end(item: ReceivedItem, index: number | undefined, end: JsonObject): void {
    item.end(referTo(index, end).ids, contentOf(end));
    for (const group of this.#groupsOf(item)) group.end(item, index);
    this.#latestDelta = undefined;
    this.#openTexts.delete(item);
    this.#withoutArguments.delete(item);
  }

  /** Returns the last item at an index, of any kind. */
  at(index: number | undefined): ReceivedItem | undefined {
    return this.#any.findAt({ kind: undefined, index, ids: [], callId: undefined });
  }

  /** Returns the item of an event inside an item. Most events have that of the event before. */
  findInner(index: number | undefined, event: JsonObject): ReceivedItem | undefined {
    const { type = null, item_id: id = null } = event;
    const latest = this.#latestDelta;
    const isAlike = latest?.type === type && latest.index === index;
    if (isAlike && (latest.id === undefined || latest.id === id)) return latest.item;
    const item = this.#findInner(index, event);
    const isKept = item?.isOpen === true && isDelta(event);
    const hasOwnIndex = isKept && this.#groupOf(item.kind).isUnique(index);
    this.#latestDelta = isKept
      ? { type, index, id: hasOwnIndex ? undefined : id, item }
      : undefined;
    return item;
  }

  #findInner(index: number | undefined, event: JsonObject): ReceivedItem | undefined {
    const kind = kindOfEvent(event);
    const id = readString(event, 'item_id') ?? '';
    const reference = { kind, index, ids: id === '' ? [] : [id], callId: undefined };
    // Some servers send the parts of reasoning with the type of text.
    const ofPart = isJsonObject(event.part) ? this.#findAny(reference) : undefined;
    if (ofPart?.kind === 'reasoning' && ofPart.isOpen) return ofPart;
    const group = this.#groupOf(kind);
    const found = group.find(reference);
    if (found || index !== undefined) return found;
    const [first] = this.#withoutArguments;
    if (kind === 'call' && !isDelta(event) && first !== undefined) {
      this.#withoutArguments.delete(first);
      return first;
    }
    return id === '' || group.latest?.isUnfinished === true ? group.latest : undefined;
  }

  /** Returns the item of an event that any item may have: the last one if the event has neither an index nor an id. */
  #findAny(reference: ItemReference): ReceivedItem | undefined {
    const isUnknown = reference.index === undefined && reference.ids.length === 0;
    return isUnknown ? this.#any.latest : this.#any.find(reference);
  }

  /** Returns the item that starts, if it was received before, or if its text was. */
  findStart(index: number | undefined, item: JsonObject): ReceivedItem | undefined {
    const reference = referTo(index, item);
    const group = this.#groupOf(reference.kind);
    const at = index === undefined ? group.latest : group.findAt(reference);
    if (index === undefined) {
      return group.findNamed(reference) ?? (at?.isImplied === true ? at : undefined);
    }
    if (!at || at.isImplied) return at;
    const isSame = hasId(at, reference.ids) || reference.ids.length + at.ids.length === 0;
    return isSame && at.type === item.type && !at.isReplaced ? at : undefined;
  }

  /**
   * Returns the item that ends. Without its index and its id, it is the first one of its type that has not ended,
   * because items end in the order of their starts, or the last one if that has its text. If all have ended, the end of
   * the last one can be sent again.
   */
  findEnd(
    index: number | undefined,
    event: JsonObject,
    item: JsonObject,
  ): ReceivedItem | undefined {
    const reference = referTo(index, item);
    const group = this.#groupOf(reference.kind);
    const found = group.find(reference);
    if (found) return found;
    const pending = group.pending.filter(
      (each) => each.type === item.type && !isOtherCall(each, reference),
    );
    const continued = pending.find(({ text }) => text?.restOf(event) !== undefined);
    const [next] = pending;
    // An item that started without an index can end with one.
    const isNext = index === undefined || next?.index === undefined;
    if (continued || (next && isNext)) return continued ?? next;
    const isUnknown = index === undefined && reference.ids.length === 0;
    return isUnknown && group.latest?.isPending === false ? group.latest : undefined;
  }

  hasCall(item: JsonObject): boolean {
    const reference = referTo(undefined, item);
    const named = this.#groupOf(reference.kind).findNamed(reference);
    return named?.call !== undefined && named.call === contentOf(item);
  }

  /** Events of other kinds can belong to every item. */
  #groupOf(kind: ItemKind | undefined): ItemGroup {
    return this.#groups.get(kind) ?? this.#any;
  }

  #groupsOf({ kind }: ReceivedItem): ReadonlySet<ItemGroup> {
    return new Set([this.#any, this.#groupOf(kind)]);
  }
}
