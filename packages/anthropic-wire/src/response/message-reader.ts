import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import {
  BlockQueue,
  drainArray,
  isJsonObject,
  readNumber,
  readString,
} from '@understudy/provider-utils';

import type { Block, BlockContext } from '../block/block.ts';
import { DeferredBlock, OtherBlock } from '../block/other-blocks.ts';
import { isServerBlock, ServerBlock } from '../block/server-block.ts';
import { Sources } from '../block/sources.ts';
import { TextBlock } from '../block/text-block.ts';
import { RedactedBlock, ThinkingBlock } from '../block/thinking-block.ts';
import { JsonBlock, ToolUseBlock } from '../block/tool-use-block.ts';
import type { DecodeSettings } from '../decode-settings.ts';
import { bufferTooLarge, malformedResponse } from '../error/response-errors.ts';
import { jsonToolName } from '../request/encode-response-format.ts';
import { createFinish, createStart } from './create-events.ts';
import { Metadata } from './metadata.ts';
import { decodeUsage, mergeUsage } from './usage.ts';

/** 64 MiB. */
const defaultMaxBytes = 67_108_864;

/** Decodes a message, complete or in events, into the events of a response. */
export class MessageReader implements BlockContext {
  readonly sources: Sources = new Sources();
  readonly #settings: DecodeSettings;
  readonly #events: ProviderEvent[] = [];
  readonly #blocks = new BlockQueue(this);
  readonly #metadata = new Metadata();
  /** Text before a response in JSON. */
  readonly #preamble: ProviderEvent[] = [];
  #started = false;
  #id: string | undefined;
  #usage: JsonObject = {};
  #stopReason: string | undefined;
  #hasJson = false;
  readonly #callIds = new Set<string>();
  /** The types of the open blocks, by index. */
  readonly #blockTypes = new Map<number, JsonValue | undefined>();
  /** The content of the start. A proxy can send the same blocks again. */
  #startContent: readonly JsonValue[] = [];
  #reserved = 0;

  constructor(settings: DecodeSettings) {
    this.#settings = settings;
  }

  get hasStopReason(): boolean {
    return this.#stopReason !== undefined;
  }

  /** Returns the events since the last call. */
  takeEvents(): readonly ProviderEvent[] {
    return drainArray(this.#events);
  }

  /** The events since the last call of `takeEvents()`. */
  get events(): readonly ProviderEvent[] {
    return this.#events;
  }

  reserve(size: number): void {
    const { maxResponseBytes = defaultMaxBytes } = this.#settings;
    this.#reserved += size;
    if (this.#reserved > maxResponseBytes) throw bufferTooLarge(maxResponseBytes);
  }

  /** Another id is deterministic, and differs between responses. */
  claimId(id: string): string {
    const message = (this.#id ?? '').replaceAll(/\W/g, '').slice(-24);
    const isUsable = id !== '' && !this.#callIds.has(id);
    const claimed = isUsable ? id : `toolu_${message}_${this.#callIds.size + 1}`;
    this.#callIds.add(claimed);
    return claimed;
  }

  /**
   * Starts the response with its message, which may have content.
   *
   * @throws ProviderError `malformed-response` for the start of another message
   */
  start(message: JsonObject): void {
    const id = readString(message, 'id');
    if (this.#started) {
      // Some proxies repeat the start.
      if (id === this.#id) return;
      throw malformedResponse('one message', 'the start of another one');
    }
    if (id !== undefined && id !== '') this.#id = id;
    this.#emitStart(readString(message, 'model'));
    this.#readUsage(message.usage);
    this.#readFields(message);
    if (Array.isArray(message.content)) this.#startContent = message.content;
  }

  startBlock(index: number, block: JsonValue | undefined): void {
    if (!isJsonObject(block)) throw malformedResponse('a block that is an object', 'another value');
    this.#ensureStarted();
    this.#readStartContent(index);
    this.#blockTypes.set(index, block.type);
    this.#blocks.start(index, this.#createBlock(block), this.#events);
  }

  /** Reads a delta. Without the start of its block, or in a block of another type, its type determines the block. */
  readDelta(index: number, delta: JsonValue | undefined): void {
    if (!isJsonObject(delta)) return;
    if (!this.#blocks.has(index) || this.#isOfOtherBlock(index, delta)) {
      this.#startImplied(index, delta);
    }
    this.#blocks.read(index, delta, this.#events);
  }

  endBlock(index: number): void {
    this.#blocks.end(index, this.#events);
  }

  /** Reads the end of the message: its stop reason, token counts and other fields. */
  readMessageDelta(event: JsonObject): void {
    this.#ensureStarted();
    const { delta, usage } = event;
    this.#usage = mergeUsage(this.#usage, usage);
    this.#readFields(event);
    if (isJsonObject(delta)) this.#readFields(delta);
  }

  readPing(): void {
    const { activity } = this.#blocks;
    if (activity) this.#events.push({ type: 'progress', activity });
  }

  /** Adds the last events of the response. */
  finish(): void {
    this.#ensureStarted();
    this.#readStartContent(this.#startContent.length);
    const hasCalls = this.#callIds.size > 0;
    const finish = createFinish({
      rawReason: this.#stopReason,
      isJson: this.#hasJson && !hasCalls,
      hasCalls,
      details: this.#metadata.get('stop_details'),
    });
    this.#blocks.finish(finish.reason === 'length', this.#events);
    if (!this.#hasJson) for (const event of this.#preamble) this.#events.push(event);
    const usage = decodeUsage(this.#usage);
    if (usage) this.#events.push(usage);
    const providerMetadata = this.#metadata.toJson(this.#usage);
    this.#events.push(providerMetadata ? { ...finish, providerMetadata } : finish);
  }

  #ensureStarted(): void {
    if (!this.#started) this.#emitStart(undefined);
  }

  #emitStart(model: string | undefined): void {
    this.#started = true;
    this.#events.push(createStart(this.#settings, this.#id, model));
  }

  /** The counts are reported at once, so that they are known if the response fails. */
  #readUsage(usage: JsonValue | undefined): void {
    this.#usage = mergeUsage(this.#usage, usage);
    const event = decodeUsage(this.#usage);
    if (event) this.#events.push(event);
  }

  #readFields(object: JsonObject): void {
    const { stop_reason: reason, input_transformations: changes } = object;
    if (typeof reason === 'string' && reason !== '') this.#stopReason = reason;
    if (Array.isArray(changes) && changes.length > 0) {
      const message = 'the vendor changed the conversation, for example dropped reasoning';
      this.#events.push({ type: 'warning', message });
    }
    this.#metadata.read(object);
  }

  /** Reads the blocks of the start before the first block of the stream. */
  #readStartContent(end: number): void {
    const content = this.#startContent.slice(0, end);
    this.#startContent = [];
    for (const [index, block] of content.entries()) {
      this.startBlock(index, block);
      this.endBlock(index);
    }
  }

  #createBlock(block: JsonObject): Block {
    switch (block.type) {
      case 'text': {
        const text = new TextBlock(block, this);
        const isPreamble = this.#settings.jsonTool === true;
        return isPreamble ? new DeferredBlock(text, this.#preamble, this) : text;
      }
      case 'thinking':
        return new ThinkingBlock(block);
      case 'redacted_thinking':
        return new RedactedBlock(block);
      case 'tool_use':
        return this.#createToolUse(block);
      default:
        return isServerBlock(block) ? new ServerBlock(block, this) : new OtherBlock();
    }
  }

  #createToolUse(block: JsonObject): Block {
    if (this.#settings.jsonTool === true && block.name === jsonToolName) {
      this.#hasJson = true;
      return new JsonBlock(block);
    }
    return new ToolUseBlock(block, this);
  }

  /** Some proxies send the reasoning and the text in one block. */
  #isOfOtherBlock(index: number, { type }: JsonObject): boolean {
    const blockType = this.#blockTypes.get(index);
    if (type === 'text_delta') return blockType === 'thinking';
    return type === 'thinking_delta' && blockType === 'text';
  }

  #startImplied(index: number, delta: JsonObject): void {
    if (delta.type === 'text_delta') this.startBlock(index, { type: 'text' });
    if (delta.type === 'thinking_delta') this.startBlock(index, { type: 'thinking' });
    if (delta.type === 'input_json_delta') {
      throw malformedResponse('the start of a block before its arguments', 'none');
    }
  }
}

/** Returns the index of a block. A missing one is that of the first block. */
export function readIndex(event: JsonObject): number {
  return readNumber(event, 'index') ?? 0;
}
