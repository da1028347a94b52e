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
  #callCount = 0;
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

  /** The id is deterministic, and differs between responses. */
  createId(): string {
    const message = (this.#id ?? '').replaceAll(/\W/g, '').slice(-24);
    return `toolu_${message}_${this.#callCount}`;
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
    this.#readContent(message.content);
  }

  startBlock(index: number, block: JsonValue | undefined): void {
    if (!isJsonObject(block)) throw malformedResponse('a block that is an object', 'another value');
    this.#ensureStarted();
    this.#blocks.start(index, this.#createBlock(block), this.#events);
  }

  /** Reads a delta. Without the start of its block, its type determines the block. */
  readDelta(index: number, delta: JsonValue | undefined): void {
    if (!isJsonObject(delta)) return;
    if (!this.#blocks.has(index)) this.#startImplied(index, delta);
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
    const finish = createFinish({
      rawReason: this.#stopReason,
      isJson: this.#hasJson && this.#callCount === 0,
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

  #readContent(content: JsonValue | undefined): void {
    if (!Array.isArray(content)) return;
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
    this.#callCount += 1;
    return new ToolUseBlock(block, this);
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
