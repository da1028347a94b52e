import { sizeOfEvent } from '@understudy/core/internal';
import type { JsonObject, ProgressEvent, ProviderEvent } from '@understudy/core/provider';

/** Decodes one block of content into events, from its start and its deltas. */
export interface Block {
  /** What the vendor does while the block is open and has no content. */
  readonly activity?: ProgressEvent['activity'] | undefined;
  /** Whether the end depends on what follows: only the last block can be cut off. */
  readonly endsLate?: boolean;
  start(events: ProviderEvent[]): void;
  /** Unknown deltas are ignored. */
  read(delta: JsonObject, events: ProviderEvent[]): void;
  /** @param isCut - whether the response ended at its maximum length, in this block or before it */
  end(isCut: boolean, events: ProviderEvent[]): void;
}

/** Counts what is kept in memory. */
export interface BufferLimit {
  /** @throws ProviderError `response-too-large` */
  reserve(size: number): void;
}

interface Entry {
  readonly block: Block;
  /** Events that wait for the end of the earlier blocks. */
  readonly waiting: ProviderEvent[];
  hasEnded: boolean;
}

/**
 * Passes on the events of blocks in the order in which the blocks started, because an event
 * of text does not name its block. The vendor sends one block after the other, so usually nothing waits.
 */
export class BlockQueue {
  readonly #limit: BufferLimit;
  /** The first entry is the one whose events are passed on. Earlier entries are removed together. */
  #entries: Entry[] = [];
  #first = 0;
  readonly #open = new Map<number, Entry>();

  constructor(limit: BufferLimit) {
    this.#limit = limit;
  }

  /** Whether a block with this index is open. */
  has(index: number): boolean {
    return this.#open.has(index);
  }

  /** The activity of the block that started last, if it is open. */
  get activity(): ProgressEvent['activity'] | undefined {
    const last = this.#entries.at(-1);
    return last && !last.hasEnded ? last.block.activity : undefined;
  }

  /** Starts a block. It ends an open block with the same index. */
  start(index: number, block: Block, events: ProviderEvent[]): void {
    // Some proxies use an index again without the end of the block.
    const earlier = this.#open.get(index);
    if (earlier) earlier.hasEnded = true;
    this.#advance(false, events);
    const entry: Entry = { block, waiting: [], hasEnded: false };
    this.#limit.reserve(1);
    this.#open.set(index, entry);
    this.#entries.push(entry);
    if (block.activity) events.push({ type: 'progress', activity: block.activity });
    block.start(this.#targetOf(entry, events));
  }

  /** Passes a delta to an open block. Deltas of other blocks are ignored. */
  read(index: number, delta: JsonObject, events: ProviderEvent[]): void {
    const entry = this.#open.get(index);
    if (!entry) return;
    if (this.#entries[this.#first]?.hasEnded === true) this.#advance(false, events);
    const target = this.#targetOf(entry, events);
    const { length } = target;
    entry.block.read(delta, target);
    if (target === events) return;
    for (const event of target.slice(length)) this.#limit.reserve(sizeOfEvent(event));
  }

  /** Ends a block. If its end depends on what follows, it waits for the next call. */
  end(index: number, events: ProviderEvent[]): void {
    const entry = this.#open.get(index);
    if (!entry) return;
    entry.hasEnded = true;
    this.#open.delete(index);
    if (entry.block.endsLate !== true) this.#advance(false, events);
  }

  /** Ends all blocks. Only the last one can be cut off. */
  finish(isCut: boolean, events: ProviderEvent[]): void {
    for (const entry of this.#open.values()) entry.hasEnded = true;
    this.#open.clear();
    this.#advance(isCut, events);
  }

  #targetOf(entry: Entry, events: ProviderEvent[]): ProviderEvent[] {
    return entry === this.#entries[this.#first] ? events : entry.waiting;
  }

  /** Passes on the ends of blocks, and what waited for them. */
  #advance(isCut: boolean, events: ProviderEvent[]): void {
    let entry = this.#entries[this.#first];
    while (entry?.hasEnded === true) {
      this.#first += 1;
      entry.block.end(isCut && this.#first === this.#entries.length, events);
      entry = this.#entries[this.#first];
      for (const event of entry?.waiting ?? []) events.push(event);
    }
    if (this.#first < this.#entries.length) return;
    this.#entries = [];
    this.#first = 0;
  }
}
