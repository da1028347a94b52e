import type {
  JsonObject,
  JsonValue,
  ProgressEvent,
  ProviderEvent,
} from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';
import { BlockQueue } from '@understudy/provider-utils/internal';
import type { Block } from '@understudy/provider-utils/internal';

import { malformedResponse } from '../../error/response-errors.ts';
import { CallItem } from './call-item.ts';
import type { ItemContext } from './item-context.ts';
import { readObjects } from './item-context.ts';
import { kindOfEvent, kindOfItem } from './item-kind.ts';
import type { ItemKind } from './item-kind.ts';
import { MessageItem } from './message-item.ts';
import { OtherItem } from './other-item.ts';
import { ReasoningItem } from './reasoning-item.ts';
import { ReceivedItems } from './received-items.ts';

interface OpenItem {
  readonly kind: ItemKind | undefined;
  readonly ids: readonly string[];
  /** Whether the start of the item was not received. */
  readonly isImplied: boolean;
}

const done: JsonObject = { type: 'response.output_item.done' };

/** Decodes the items of a response, with the index that the API sends. */
export class ResponseItems {
  readonly #context: ItemContext;
  readonly #queue: BlockQueue;
  readonly #received = new ReceivedItems();
  readonly #open = new Map<number, OpenItem>();
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
  start(index: number, item: JsonObject, events: ProviderEvent[]): void {
    const isKnown = this.#received.has(index, item);
    if (this.#isRestarted && (isKnown || this.#received.hasIndex(index))) {
      throw malformedResponse('one response', 'its items again');
    }
    const kind = kindOfItem(item);
    const isUnnamed = kind === 'call' && (readString(item, 'name') ?? '') === '';
    const open = this.#open.get(index);
    if (isUnnamed) this.#argumentsWithoutCall.add(index);
    else if (open?.isImplied === true && open.kind === kind) this.#setOpen(index, item, false);
    else if (!isKnown) this.#create(index, item, events);
  }

  /**
   * Reads an event inside an item. Without the start of its item, or at the index of an item of another kind, its type
   * determines the item.
   *
   * @throws ProviderError `malformed-response` for text or reasoning at the index of an open call
   */
  read(index: number, event: JsonObject, events: ProviderEvent[]): void {
    const kind = kindOfEvent(event);
    const open = this.#open.get(index);
    if (kind === undefined || open?.kind === kind) {
      this.#queue.read(index, event, events);
      return;
    }
    const other = this.#findOpen(kind, [readString(event, 'item_id') ?? '']);
    if (other === undefined) {
      if (this.#received.isLate(index, kind, event)) return;
      if (kind === 'call') {
        this.#argumentsWithoutCall.add(index);
        return;
      }
      // The arguments that follow would have no call.
      if (open?.kind === 'call') throw malformedResponse('the end of a call', 'other content');
      this.#create(index, { type: kind }, events, true);
    }
    this.#queue.read(other ?? index, event, events);
  }

  /** Ends an item. Without a start, the item is complete here. */
  end(index: number, event: JsonObject, events: ProviderEvent[]): void {
    const { item } = event;
    if (!isJsonObject(item)) return;
    const kind = kindOfItem(item);
    const open = this.#open.get(index);
    const isOpen = open !== undefined && (kind === undefined || open.kind === kind);
    const at = isOpen ? index : (this.#findOpen(kind, idsOf(item)) ?? index);
    if (!isOpen && at === index) {
      if (this.#received.has(index, item) || this.#received.hasCall(item)) return;
      this.#create(index, item, events);
      if (kind === 'call') this.#findCall(index);
    }
    // The end has the arguments that arrived before the start.
    if (isOpen && kind === 'call' && hasArguments(item)) this.#argumentsWithoutCall.delete(at);
    this.#queue.read(at, event, events);
    this.#queue.end(at, events);
    this.#received.end(at, item);
    this.#open.delete(at);
  }

  /** Reads the items of the complete response that were not received, or that have not ended. */
  readOutput(output: JsonValue | undefined, events: ProviderEvent[]): void {
    for (const [index, item] of this.#received.findMissing(readObjects(output))) {
      this.end(index, { ...done, item }, events);
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

  #create(index: number, item: JsonObject, events: ProviderEvent[], isImplied = false): void {
    this.#context.start({});
    this.#received.start(index, item);
    this.#setOpen(index, item, isImplied);
    this.#queue.start(index, this.#createBlock(item), events);
  }

  #setOpen(index: number, item: JsonObject, isImplied: boolean): void {
    this.#open.set(index, { kind: kindOfItem(item), ids: idsOf(item), isImplied });
  }

  #createBlock(item: JsonObject): Block {
    switch (kindOfItem(item)) {
      case 'message':
        return new MessageItem(item, this.#context);
      case 'reasoning':
        return new ReasoningItem();
      case 'call':
        return new CallItem(item, this.#context);
      case undefined:
        return new OtherItem(item);
    }
  }

  /** Returns the index of the open item with one of the ids. Some servers send another index at its end. */
  #findOpen(kind: ItemKind | undefined, ids: readonly string[]): number | undefined {
    for (const [index, open] of this.#open) {
      const hasId = open.ids.some((id) => id !== '' && ids.includes(id));
      if (open.kind === kind && hasId) return index;
    }
    return undefined;
  }

  /** Notes that a complete call was received, whose arguments may have been sent before. */
  #findCall(index: number): void {
    const [first] = this.#argumentsWithoutCall;
    const isFound = this.#argumentsWithoutCall.delete(index);
    if (!isFound && first !== undefined) this.#argumentsWithoutCall.delete(first);
  }
}

function idsOf(item: JsonObject): readonly string[] {
  return [readString(item, 'id') ?? '', readString(item, 'call_id') ?? ''];
}

function hasArguments({ arguments: json, input }: JsonObject): boolean {
  return isJsonObject(json) || (typeof (json ?? input) === 'string' && (json ?? input) !== '');
}
