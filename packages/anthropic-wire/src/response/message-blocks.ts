import type {
  JsonObject,
  JsonValue,
  ProgressEvent,
  ProviderEvent,
} from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readString } from '@understudy/provider-utils';
import { BlockQueue, isEmptyValue } from '@understudy/provider-utils/internal';

import type { Block, BlockContext } from '../block/block.ts';
import { DeferredBlock, OtherBlock } from '../block/other-blocks.ts';
import { isServerBlock, ServerBlock } from '../block/server-block.ts';
import { TextBlock } from '../block/text-block.ts';
import { RedactedBlock, ThinkingBlock } from '../block/thinking-block.ts';
import { JsonBlock, ToolUseBlock } from '../block/tool-use-block.ts';
import { jsonToolName } from '../request/encode-response-format.ts';
import { kindOfBlock, kindOfDelta } from './block-kind.ts';
import type { BlockKind } from './block-kind.ts';

interface OpenBlock {
  readonly kind: BlockKind | undefined;
  /** The id of a call. */
  readonly id: string | undefined;
  hasDeltas: boolean;
}

/** Decodes the blocks of a message, with the index that the API sends. */
export class MessageBlocks {
  /** Text before a response in JSON. */
  readonly preamble: ProviderEvent[] = [];
  readonly #context: BlockContext;
  readonly #jsonTool: boolean;
  readonly #queue: BlockQueue;
  readonly #open = new Map<number, OpenBlock>();
  #lastIndex = -1;
  /** The index and the type of the last delta, until a block starts or ends. */
  #deltaIndex: number | undefined;
  #deltaType: JsonValue | undefined;
  /** Whether the message was started again after its first block. */
  #isRestarted = false;
  #hasJson = false;

  /** @param jsonTool - whether the response is the call of a tool */
  constructor(context: BlockContext, jsonTool: boolean) {
    this.#context = context;
    this.#jsonTool = jsonTool;
    this.#queue = new BlockQueue(context);
  }

  get isEmpty(): boolean {
    return this.#lastIndex < 0;
  }

  /** Whether the call was received that is the response. */
  get hasJson(): boolean {
    return this.#hasJson;
  }

  get activity(): ProgressEvent['activity'] | undefined {
    return this.#queue.activity;
  }

  /**
   * Notes that the start of the message was sent again. Some proxies repeat it, but its blocks must not be repeated.
   */
  restart(): void {
    this.#isRestarted = !this.isEmpty;
  }

  /** @throws ProviderError `malformed-response` */
  start(index: number, block: JsonValue | undefined, events: ProviderEvent[]): void {
    if (!isJsonObject(block)) throw malformedResponse('a block that is an object', 'another value');
    if (this.#isRestarted && index <= this.#lastIndex) {
      throw malformedResponse('one message', 'its blocks again');
    }
    const kind = kindOfBlock(block);
    const id = readString(block, 'id');
    const open = this.#open.get(index);
    if (open && id !== undefined && open.kind === kind && open.id === id) {
      // The deltas that follow can be those before it.
      if (open.hasDeltas) throw malformedResponse('one block', 'its start again');
      return;
    }
    this.#lastIndex = Math.max(this.#lastIndex, index, 0);
    this.#deltaIndex = undefined;
    this.#open.set(index, { kind, id, hasDeltas: false });
    this.#queue.start(index, this.#create(block), events);
  }

  /**
   * Reads a delta. Without the start of its block, or in a block of another kind, its type determines the block.
   *
   * @throws ProviderError `malformed-response`
   */
  read(index: number, delta: JsonValue | undefined, events: ProviderEvent[]): void {
    if (!isJsonObject(delta)) {
      if (isEmptyValue(delta)) return;
      throw malformedResponse('a delta that is an object', 'another value');
    }
    // Most deltas have the block and the type of the delta before.
    if (index !== this.#deltaIndex || delta.type !== this.#deltaType) {
      this.#findBlock(index, delta, events);
    }
    this.#queue.read(index, delta, events);
  }

  #findBlock(index: number, delta: JsonObject, events: ProviderEvent[]): void {
    const kind = kindOfDelta(delta);
    const open = this.#open.get(index);
    const isOther = open?.kind !== undefined && open.kind !== kind;
    if (kind !== undefined && (!open || isOther)) this.#startImplied(index, kind, events);
    const found = this.#open.get(index);
    if (found) found.hasDeltas = true;
    this.#deltaIndex = typeof delta.type === 'string' ? index : undefined;
    this.#deltaType = delta.type;
  }

  end(index: number, events: ProviderEvent[]): void {
    this.#open.delete(index);
    this.#deltaIndex = undefined;
    this.#queue.end(index, events);
  }

  finish(isCut: boolean, events: ProviderEvent[]): void {
    this.#queue.finish(isCut, events);
    if (!this.#hasJson) for (const event of this.preamble) events.push(event);
  }

  /** Some proxies send no starts of blocks, or the reasoning and the text in one block. */
  #startImplied(index: number, kind: BlockKind, events: ProviderEvent[]): void {
    if (kind === 'arguments') {
      throw malformedResponse('the start of a block before its arguments', 'none');
    }
    this.start(index, { type: kind }, events);
  }

  #create(block: JsonObject): Block {
    switch (block.type) {
      case 'text': {
        const text = new TextBlock(block, this.#context);
        return this.#jsonTool ? new DeferredBlock(text, this.preamble, this.#context) : text;
      }
      case 'thinking':
        return new ThinkingBlock(block);
      case 'redacted_thinking':
        return new RedactedBlock(block);
      case 'tool_use':
        return this.#createToolUse(block);
      default:
        return isServerBlock(block) ? new ServerBlock(block, this.#context) : new OtherBlock();
    }
  }

  #createToolUse(block: JsonObject): Block {
    if (!this.#jsonTool || block.name !== jsonToolName) {
      return new ToolUseBlock(block, this.#context);
    }
    this.#hasJson = true;
    return new JsonBlock(block);
  }
}
