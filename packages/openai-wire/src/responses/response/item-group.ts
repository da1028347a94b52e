import { hasId } from './received-item.ts';
import type { ItemReference, ReceivedItem } from './received-item.ts';

/** The items of a kind, to find the one that an event belongs to. */
export class ItemGroup {
  readonly #byIndex = new Map<number, ReceivedItem>();
  readonly #byId = new Map<string, ReceivedItem>();
  readonly #pending = new Set<ReceivedItem>();
  #latest: ReceivedItem | undefined;
  #hasReusedIndex = false;

  /** The item that started last. */
  get latest(): ReceivedItem | undefined {
    return this.#latest;
  }

  /** The first item whose own end was not received, and the last item if its end was not. */
  get pending(): readonly ReceivedItem[] {
    const [first] = this.#pending;
    const latest = this.#latest?.isPending === true ? this.#latest : undefined;
    return [first, latest].filter((item) => item !== undefined);
  }

  add(item: ReceivedItem): void {
    if (item.index !== undefined) {
      this.#hasReusedIndex ||= this.#byIndex.has(item.index);
      this.#byIndex.set(item.index, item);
    }
    this.#pending.add(item);
    this.#latest = item;
    this.addIds(item);
  }

  addIds(item: ReceivedItem): void {
    for (const id of item.ids) this.#byId.set(id, item);
  }

  /** @param index - that of the end, which can be another one */
  end(item: ReceivedItem, index: number | undefined): void {
    if (index !== undefined && !this.#byIndex.has(index)) this.#byIndex.set(index, item);
    this.#pending.delete(item);
    this.addIds(item);
  }

  /** Whether an index was sent, and identifies an item. Some servers send the same one for all items. */
  isUnique(index: number | undefined): boolean {
    return index !== undefined && !this.#hasReusedIndex;
  }

  /** Returns the item with the index and an id, else one that has not ended. An id counts more than an index. */
  find(reference: ItemReference): ReceivedItem | undefined {
    const at = this.findAt(reference);
    if (at && (hasId(at, reference.ids) || (at.isPending && this.isUnique(at.index)))) return at;
    const named = this.findNamed(reference);
    return named?.isPending !== true && at?.isPending === true ? at : (named ?? at);
  }

  findAt(reference: ItemReference): ReceivedItem | undefined {
    const { index } = reference;
    const item = index === undefined ? undefined : this.#byIndex.get(index);
    return item && isOtherCall(item, reference) ? undefined : item;
  }

  findNamed(reference: ItemReference): ReceivedItem | undefined {
    for (const id of reference.ids) {
      const named = this.#byId.get(id);
      if (named && !isOtherCall(named, reference)) return named;
    }
    return undefined;
  }
}

export function isOtherCall({ callId }: ItemReference, { callId: other }: ItemReference): boolean {
  return callId !== undefined && other !== undefined && callId !== other;
}
