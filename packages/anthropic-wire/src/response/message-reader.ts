import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readString } from '@understudy/provider-utils';
import { drainArray, partsTooLarge } from '@understudy/provider-utils/internal';

import type { BlockContext } from '../block/block.ts';
import { Sources } from '../block/sources.ts';
import type { DecodeSettings } from '../decode-settings.ts';
import type { PropertyNames } from '../property-names.ts';
import { createFinish, createStart } from './create-events.ts';
import { MessageBlocks } from './message-blocks.ts';
import { Metadata } from './metadata.ts';
import { decodeUsage, mergeUsage } from './usage.ts';

/** 64 MiB. */
const defaultMaxBytes = 67_108_864;

/** Decodes a message, complete or in events, into the events of a response. */
export class MessageReader implements BlockContext {
  readonly sources: Sources = new Sources();
  readonly #settings: DecodeSettings;
  readonly #events: ProviderEvent[] = [];
  readonly #blocks: MessageBlocks;
  readonly #metadata = new Metadata();
  #started = false;
  #hasStart = false;
  #id: string | undefined;
  #usage: JsonObject = {};
  #stopReason: string | undefined;
  readonly #callIds = new Set<string>();
  /** The content of the start. A proxy can send the same blocks again. */
  #startContent: readonly JsonValue[] = [];
  #reserved = 0;

  constructor(settings: DecodeSettings) {
    this.#settings = settings;
    this.#blocks = new MessageBlocks(this, settings.jsonTool === true);
  }

  /** Whether an event of the message was received. */
  get isStarted(): boolean {
    return this.#started;
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
    if (this.#reserved > maxResponseBytes)
      throw partsTooLarge('blocks of the response', maxResponseBytes);
  }

  /** Another id is deterministic, and differs between responses. */
  claimId(id: string): string {
    const message = (this.#id ?? '').replaceAll(/\W/g, '').slice(-24);
    const isUsable = id !== '' && !this.#callIds.has(id);
    const claimed = isUsable ? id : `toolu_${message}_${this.#callIds.size + 1}`;
    this.#callIds.add(claimed);
    return claimed;
  }

  propertyNamesOf(tool: string): PropertyNames | undefined {
    return this.#settings.propertyNames?.get(tool);
  }

  /**
   * Starts the response with its message, which may have content.
   *
   * @throws ProviderError `malformed-response` for the start of another message
   */
  start(message: JsonObject): void {
    const id = readString(message, 'id') ?? '';
    if (this.#hasStart) {
      const isOther = id !== '' && this.#id !== undefined && id !== this.#id;
      if (isOther) throw malformedResponse('one message', 'the start of another one');
      this.#blocks.restart();
      return;
    }
    this.#hasStart = true;
    if (id !== '') this.#id = id;
    if (!this.#started) this.#emitStart(readString(message, 'model'));
    this.#readUsage(message.usage);
    this.#readFields(message);
    if (Array.isArray(message.content) && this.#blocks.isEmpty) {
      this.#startContent = message.content;
    }
  }

  startBlock(index: number, block: JsonValue | undefined): void {
    this.#ensureStarted();
    this.#readStartContent(index);
    this.#blocks.start(index, block, this.#events);
  }

  readDelta(index: number, delta: JsonValue | undefined): void {
    this.#ensureStarted();
    if (this.#startContent.length > 0) this.#readStartContent(index);
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

  /**
   * Adds the last events of the response.
   *
   * @param lastUsage - token counts of the last event, in which LiteLLM sends them
   */
  finish(lastUsage?: JsonValue): void {
    this.#ensureStarted();
    this.#usage = mergeUsage(this.#usage, lastUsage);
    this.#readStartContent(this.#startContent.length);
    const hasCalls = this.#callIds.size > 0;
    const finish = createFinish({
      rawReason: this.#stopReason,
      isJson: this.#blocks.hasJson && !hasCalls,
      hasCalls,
      details: this.#metadata.get('stop_details'),
    });
    this.#blocks.finish(finish.reason === 'length', this.#events);
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
      this.#blocks.start(index, block, this.#events);
      this.#blocks.end(index, this.#events);
    }
  }
}
