import type {
  JsonObject,
  JsonValue,
  ProgressEvent,
  ProviderEvent,
} from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import { BlockQueue, readIndex } from '@understudy/provider-utils/internal';
import type { Block } from '@understudy/provider-utils/internal';

import { malformedResponse } from '../../error/response-errors.ts';
import { CallItem } from './call-item.ts';
import { EndedTexts } from './ended-texts.ts';
import type { ItemContext } from './item-context.ts';
import { readObjects } from './item-context.ts';
import { kindOfEvent, kindOfItem } from './item-kind.ts';
import type { ItemKind } from './item-kind.ts';
import { MessageItem } from './message-item.ts';
import { hasId, idsOf, OpenItems } from './open-items.ts';
import type { OpenItem, TextBlock } from './open-items.ts';
import { OtherItem } from './other-item.ts';
import { ReasoningItem } from './reasoning-item.ts';
import { ReceivedItems } from './received-items.ts';

const done: JsonObject = { type: 'response.output_item.done' };

/** Decodes the items of a response, with the index that the API sends, or with that of their ids. */
export class ResponseItems {
  readonly #context: ItemContext;
  readonly #queue: BlockQueue;
  readonly #received = new ReceivedItems();
  readonly #open = new OpenItems();
  readonly #ended = new EndedTexts();
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
    this.#isRestarted = !this.#received.isEmpty;
  }

  /**
   * Starts an item. A repeated start is ignored. A call whose name is missing starts with its end.
   *
   * @throws ProviderError `malformed-response` if the items of a response are sent again
   */
  start(event: JsonObject, events: ProviderEvent[]): void {
    const { item } = event;
    if (!isJsonObject(item)) return;
    const index = this.#indexOfItem(event, item);
    const isKnown = this.#received.has(index, item);
    if (this.#isRestarted && (isKnown || this.#received.hasIndex(index))) {
      throw malformedResponse('one response', 'its items again');
    }
    const kind = kindOfItem(item);
    const isUnnamed = kind === 'call' && (readString(item, 'name') ?? '') === '';
    const open = this.#open.get(index);
    if (isUnnamed) this.#argumentsWithoutCall.add(index);
    else if (open?.isImplied === true && open.kind === kind) {
      this.#open.set({ ...open, item, ids: idsOf(item), isImplied: false });
    } else if (!isKnown) {
      if (!hasIndex(event)) this.#replaceTexts(events);
      this.#create(index, item, events);
    }
  }

  /**
   * Reads an event inside an item. Without the start of its item, or at the index of an item of another kind, its type
   * determines the item.
   *
   * @throws ProviderError `malformed-response` for text or reasoning at the index of an open call
   */
  read(event: JsonObject, events: ProviderEvent[]): void {
    const { output_index: position = null } = event;
    const index = position === null ? this.#open.indexOf(event) : readIndex(position);
    const kind = kindOfEvent(event);
    const open = this.#open.get(index);
    if (kind === undefined || open?.kind === kind || isPartOfReasoning(open, event)) {
      this.#queue.read(index, event, events);
      return;
    }
    const other = this.#open.find(kind, [readString(event, 'item_id') ?? '']);
    if (other !== undefined) this.#queue.read(other, event, events);
    else if (this.#received.isLate(index, kind, event)) this.#continue(kind, event, events);
    else if (kind === 'call') this.#argumentsWithoutCall.add(index);
    else {
      // The arguments that follow would have no call.
      if (open?.kind === 'call') throw malformedResponse('the end of a call', 'other content');
      const { item_id: id = '' } = event;
      if (position === null) this.#replaceTexts(events);
      this.#create(index, position === null ? { type: kind, id } : { type: kind }, events, true);
      this.#queue.read(index, event, events);
    }
  }

  /** Ends an item. Without a start, the item is complete here. */
  end(event: JsonObject, events: ProviderEvent[]): void {
    const { item } = event;
    if (isJsonObject(item)) this.#end(this.#indexOfItem(event, item), event, item, events);
  }

  /** Reads the items of the complete response that were not received, or that have not ended. */
  readOutput(output: JsonValue | undefined, events: ProviderEvent[]): void {
    for (const [index, item] of this.#received.findMissing(readObjects(output))) {
      this.#end(index, { ...done, item }, item, events);
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

  #indexOfItem(event: JsonObject, item: JsonObject): number {
    return hasIndex(event) ? readIndex(event.output_index) : this.#open.indexOfItem(item);
  }

  #end(index: number, event: JsonObject, item: JsonObject, events: ProviderEvent[]): void {
    const kind = kindOfItem(item);
    const open = this.#open.get(index);
    const isOpen = open !== undefined && (kind === undefined || open.kind === kind);
    const at = isOpen ? index : (this.#open.find(kind, idsOf(item)) ?? index);
    const replaced = isOpen ? undefined : this.#ended.takeReplaced(index);
    if (replaced) this.#reopen(replaced, events);
    else if (!isOpen && at === index) {
      if (this.#received.has(index, item) || this.#received.hasCall(item)) return;
      this.#create(index, item, events);
      if (kind === 'call') this.#findCall(index);
    }
    // The end has the arguments that arrived before the start.
    if (isOpen && kind === 'call' && hasArguments(item)) this.#argumentsWithoutCall.delete(at);
    this.#queue.read(at, event, events);
    this.#close(at, item, events);
  }

  #close(index: number, item: JsonObject, events: ProviderEvent[], isReplaced = false): void {
    const open = this.#open.get(index);
    this.#queue.end(index, events);
    this.#received.end(index, item);
    this.#open.delete(index);
    if (open?.text) this.#ended.add(open, isReplaced);
  }

  /** Without indices, items can start before the end of the text before them. It must not hold them back. */
  #replaceTexts(events: ProviderEvent[]): void {
    for (const { index, item } of this.#open.texts) this.#close(index, item, events, true);
  }

  /** Some servers end a message after its first delta. Text that its end did not contain continues it. */
  #continue(kind: ItemKind, event: JsonObject, events: ProviderEvent[]): void {
    const ended = this.#ended.findContinued(kind, event);
    if (ended) this.#queue.read(this.#reopen(ended, events), event, events);
  }

  #reopen(ended: OpenItem, events: ProviderEvent[]): number {
    const { text, item } = ended;
    const isFree = this.#open.get(ended.index) === undefined;
    const index = isFree ? ended.index : this.#open.createIndex();
    this.#received.reopen(index, item);
    this.#open.set({ ...ended, index });
    if (text) this.#queue.start(index, text, events);
    return index;
  }

  #create(index: number, item: JsonObject, events: ProviderEvent[], isImplied = false): void {
    this.#context.start({});
    this.#received.start(index, item);
    const kind = kindOfItem(item);
    const text = createText(kind, item, this.#context);
    this.#open.set({ index, kind, item, ids: idsOf(item), isImplied, text });
    this.#queue.start(index, text ?? this.#createBlock(kind, item), events);
  }

  #createBlock(kind: ItemKind | undefined, item: JsonObject): Block {
    return kind === 'call' ? new CallItem(item, this.#context) : new OtherItem(item);
  }

  /** Notes that a complete call was received, whose arguments may have been sent before. */
  #findCall(index: number): void {
    const [first] = this.#argumentsWithoutCall;
    const isFound = this.#argumentsWithoutCall.delete(index);
    if (!isFound && first !== undefined) this.#argumentsWithoutCall.delete(first);
  }
}

/** Some servers send no index. */
function hasIndex({ output_index: index = null }: JsonObject): boolean {
  return index !== null;
}

function createText(
  kind: ItemKind | undefined,
  item: JsonObject,
  context: ItemContext,
): TextBlock | undefined {
  if (kind === 'message') return new MessageItem(item, context);
  return kind === 'reasoning' ? new ReasoningItem() : undefined;
}

/** Some servers send the parts of reasoning with the type of text. */
function isPartOfReasoning(open: OpenItem | undefined, event: JsonObject): boolean {
  if (open?.kind !== 'reasoning' || !isJsonObject(event.part)) return false;
  return hasId(open, [readString(event, 'item_id') ?? '']);
}

function hasArguments({ arguments: json, input }: JsonObject): boolean {
  return isJsonObject(json) || (typeof (json ?? input) === 'string' && (json ?? input) !== '');
}
