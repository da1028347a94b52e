import type {
  JsonObject,
  JsonValue,
  ProgressEvent,
  ProviderEvent,
} from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readString } from '@understudy/provider-utils';
import { BlockQueue } from '@understudy/provider-utils/internal';

import { hasArguments } from './call-item.ts';
import { createBlock } from './create-block.ts';
import { findMissing } from './find-missing.ts';
import type { ItemContext } from './item-context.ts';
import { readObjects } from './item-context.ts';
import { kindOfEvent, kindOfItem } from './item-kind.ts';
import { classifyLate, isEndNew, isEndRepeated } from './late-event.ts';
import { indexOf, referTo } from './received-item.ts';
import type { ReceivedItem } from './received-item.ts';
import { ReceivedItems } from './received-items.ts';

const unknownIndex = -1;
const done: JsonObject = { type: 'response.output_item.done' };

/** Decodes the items of a response. */
export class ResponseItems {
  readonly #context: ItemContext;
  readonly #queue: BlockQueue;
  readonly #items = new ReceivedItems();
  /** The indices of arguments whose call was not received. */
  readonly #argumentsWithoutCall = new Set<number>();
  #isRestarted = false;

  constructor(context: ItemContext) {
    this.#context = context;
    this.#queue = new BlockQueue(context);
  }

  get activity(): ProgressEvent['activity'] | undefined {
    return this.#queue.activity;
  }

  /** Notes that the start of the response was sent again. Its items must not be sent again too. */
  restart(): void {
    this.#isRestarted = this.#items.all.length > 0;
  }

  /**
   * Starts an item. A repeated start is ignored. A call whose name is missing starts with its end.
   *
   * @throws ProviderError `malformed-response` if the items of a response are sent again
   */
  start(event: JsonObject, events: ProviderEvent[]): void {
    const { item } = event;
    if (!isJsonObject(item)) return;
    const index = indexOf(event);
    const known = this.#items.findStart(index, item);
    if (this.#isRestarted && (known ?? this.#items.at(index))) {
      throw malformedResponse('one response', 'its items again');
    }
    const isUnnamed = kindOfItem(item) === 'call' && (readString(item, 'name') ?? '') === '';
    if (isUnnamed) this.#argumentsWithoutCall.add(index ?? unknownIndex);
    else if (!known) {
      if (index === undefined) this.#replaceTexts(events);
      this.#create(index, item, events);
    } else if (known.isImplied) this.#items.start(known, item);
  }

  /**
   * Reads an event inside an item. Without the start of its item, or at the index of an item of another kind, its type
   * determines the item.
   *
   * @throws ProviderError `malformed-response` for text or reasoning at the index of an open call
   */
  read(event: JsonObject, events: ProviderEvent[]): void {
    const index = indexOf(event);
    const found = this.#items.findInner(index, event);
    if (found?.isOpen === true) {
      this.#queue.read(found.key, event, events);
      return;
    }
    const meaning = found ? classifyLate(found, event) : 'other';
    if (found && meaning === 'continuation') {
      this.#reopen(found, events);
      this.#queue.read(found.key, event, events);
    } else if (meaning === 'other') this.#imply(index, event, events);
  }

  /** Ends an item. Without a start, the item is complete here. */
  end(event: JsonObject, events: ProviderEvent[]): void {
    const { item } = event;
    if (!isJsonObject(item)) return;
    const index = indexOf(event);
    const found = this.#items.findEnd(index, event, item);
    if (found?.isPending === true) this.#end(found, event, item, events);
    else if (!found || !isEndRepeated(found, event, item)) {
      this.#readComplete(index, event, item, events);
    }
  }

  /** Reads the items of the complete response that were not received, or that have not ended. */
  readOutput(output: JsonValue | undefined, events: ProviderEvent[]): void {
    for (const [known, item] of findMissing(this.#items.all, readObjects(output))) {
      const event = { ...done, item };
      if (known) this.#end(known, event, item, events);
      else if (!this.#items.hasCall(item)) this.#readComplete(undefined, event, item, events);
    }
  }

  /**
   * Ends all items.
   *
   * @throws ProviderError `malformed-response` if the call of arguments was not received
   */
  finish(isCut: boolean, events: ProviderEvent[]): void {
    if (this.#argumentsWithoutCall.size > 0) {
      throw malformedResponse('a call for its arguments', 'none');
    }
    this.#queue.finish(isCut, events);
  }

  #end(found: ReceivedItem, event: JsonObject, item: JsonObject, events: ProviderEvent[]): void {
    // The end has the arguments that arrived before the start.
    if (found.kind === 'call' && hasArguments(item)) {
      this.#argumentsWithoutCall.delete(found.index ?? unknownIndex);
    }
    if (found.isReplaced && isEndNew(found, event)) this.#reopen(found, events);
    this.#queue.read(found.key, event, events);
    this.#queue.end(found.key, events);
    this.#items.end(found, indexOf(event), item);
  }

  /** Reads an item that was not received before its end. */
  #readComplete(
    index: number | undefined,
    event: JsonObject,
    item: JsonObject,
    events: ProviderEvent[],
  ): void {
    const created = this.#create(index, item, events);
    if (created.kind === 'call') this.#findCall(index ?? unknownIndex);
    this.#end(created, event, item, events);
  }

  /** Notes that a complete call was received, whose arguments may have been sent before. */
  #findCall(index: number): void {
    const [first] = this.#argumentsWithoutCall;
    const isFound = this.#argumentsWithoutCall.delete(index);
    if (!isFound && first !== undefined) this.#argumentsWithoutCall.delete(first);
  }

  #reopen(ended: ReceivedItem, events: ProviderEvent[]): void {
    if (!ended.text) return;
    this.#queue.start(ended.key, ended.text, events);
    this.#items.reopen(ended);
  }

  /** Reads an event without the start of its item. */
  #imply(index: number | undefined, event: JsonObject, events: ProviderEvent[]): void {
    const kind = kindOfEvent(event);
    if (kind === undefined) return;
    if (kind === 'call') {
      this.#argumentsWithoutCall.add(index ?? unknownIndex);
      return;
    }
    const at = this.#items.at(index);
    // The arguments that follow would have no call.
    if (at?.kind === 'call' && at.isOpen) {
      throw malformedResponse('the end of a call', 'other content');
    }
    if (index === undefined) this.#replaceTexts(events);
    const { item_id: id = '' } = event;
    const { key } = this.#create(index, { type: kind, id }, events, true);
    this.#queue.read(key, event, events);
  }

  #create(
    index: number | undefined,
    item: JsonObject,
    events: ProviderEvent[],
    isImplied = false,
  ): ReceivedItem {
    this.#context.start({});
    const at = this.#items.at(index);
    // Some proxies use an index again without the end of the item. The arguments of a call can still follow.
    if (at?.isOpen === true && at.kind !== 'call') this.#replace(at, events);
    const { block, text } = createBlock(item, this.#context);
    const { type } = item;
    const created = this.#items.add({ ...referTo(index, item), type, isImplied, text });
    this.#queue.start(created.key, block, events);
    return created;
  }

  /** Without indices, items can start before the end of the text before them. It must not hold them back. */
  #replaceTexts(events: ProviderEvent[]): void {
    for (const item of this.#items.openTexts) this.#replace(item, events);
  }

  #replace(item: ReceivedItem, events: ProviderEvent[]): void {
    this.#queue.end(item.key, events);
    this.#items.replace(item);
  }
}
