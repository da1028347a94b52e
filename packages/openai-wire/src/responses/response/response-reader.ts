import type { JsonObject, ProviderEvent } from '@understudy/core/provider';
import { malformedResponse, readString } from '@understudy/provider-utils';
import { drainArray, partsTooLarge } from '@understudy/provider-utils/internal';

import { defaultMaxResponseBytes } from '../../decode-settings.ts';
import type { DecodeSettings } from '../../decode-settings.ts';
import { createInBandError } from '../../error/response-errors.ts';
import { Metadata } from '../../response/metadata.ts';
import { readErrorField } from '../../response/read-error.ts';
import { Sources } from '../../response/sources.ts';
import { UsageCounts } from '../../response/usage-counts.ts';
import { ClientCalls } from '../kept-item.ts';
import { createFinish } from './finish.ts';
import type { ItemContext } from './item-context.ts';
import { otherFields } from './metadata-fields.ts';
import { readFailure } from './read-response-error.ts';
import { ResponseItems } from './response-items.ts';

/** Decodes a response, complete or in events, into the events of a chat. */
export class ResponseReader implements ItemContext {
  readonly sources: Sources = new Sources();
  readonly metadata: Metadata = new Metadata();
  readonly calls: ClientCalls = new ClientCalls();
  readonly #settings: DecodeSettings;
  readonly #events: ProviderEvent[] = [];
  readonly #items = new ResponseItems(this);
  readonly #callIds = new Set<string>();
  #isStarted = false;
  #createdId: string | undefined;
  #id: string | undefined;
  #hasRefusal = false;
  #reserved = 0;

  constructor(settings: DecodeSettings) {
    this.#settings = settings;
  }

  /** The events since the last call of `takeEvents()`. */
  get events(): readonly ProviderEvent[] {
    return this.#events;
  }

  /** Returns the events since the last call. */
  takeEvents(): readonly ProviderEvent[] {
    return drainArray(this.#events);
  }

  reserve(size: number): void {
    const { maxResponseBytes = defaultMaxResponseBytes } = this.#settings;
    this.#reserved += size;
    if (this.#reserved > maxResponseBytes)
      throw partsTooLarge('tool call arguments', maxResponseBytes);
  }

  claimCallId(id: string): string {
    const isUsable = id !== '' && !this.#callIds.has(id);
    const response = (this.#id ?? '').replaceAll(/\W/g, '').slice(-24);
    const claimed = isUsable ? id : `call_${response}_${this.#callIds.size}`;
    this.#callIds.add(claimed);
    return claimed;
  }

  noteRefusal(): void {
    this.#hasRefusal = true;
  }

  /**
   * Reads the first event of a response. A repeated one is ignored.
   *
   * @throws ProviderError `malformed-response` for another response, as in a stream that was joined from two
   */
  create(response: JsonObject): void {
    const id = readString(response, 'id') ?? '';
    if (this.#createdId !== undefined) {
      const isOther = id !== '' && this.#createdId !== '' && this.#createdId !== id;
      if (isOther) throw malformedResponse('one response', 'the start of another one');
      this.#items.restart();
    }
    this.#createdId = id;
    this.start(response);
  }

  /** Starts the response. A repeated start is ignored. */
  start(response: JsonObject): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { provider, model: requested, requestId, rateLimitHeaders } = this.#settings;
    const id = readString(response, 'id') ?? '';
    const model = readString(response, 'model') ?? '';
    if (id !== '') this.#id = id;
    this.#events.push({
      type: 'response-start',
      provider,
      model: model === '' ? requested : model,
      ...(id !== '' && { id }),
      ...(requestId !== undefined && { requestId }),
      ...(rateLimitHeaders && { rateLimitHeaders }),
    });
  }

  readProgress(activity: 'loading' | 'thinking'): void {
    this.#events.push({ type: 'progress', activity });
  }

  /** A sign of life counts only while the vendor works without content. */
  readPing(): void {
    const { activity } = this.#items;
    if (activity) this.#events.push({ type: 'progress', activity });
  }

  /** Starts an item. A repeated start is ignored. */
  startItem(event: JsonObject): void {
    this.#items.start(event, this.#events);
  }

  /** Reads an event inside an item. */
  readItem(event: JsonObject): void {
    this.#items.read(event, this.#events);
  }

  /** Ends an item. Without a start, the item is complete here. */
  endItem(event: JsonObject): void {
    this.#items.end(event, this.#events);
  }

  /**
   * Ends the response with its complete form. Of its items, those are read that were not received, or that have not
   * ended.
   *
   * @throws ProviderError the error of a response that failed, also if its status is another one
   */
  finish(response: JsonObject): void {
    if (response.status === 'failed' || response.status === 'cancelled') this.fail(response);
    const error = readErrorField(response, this.#settings.now?.());
    if (error) throw createInBandError(error);
    this.start(response);
    this.#items.readOutput(response.output, this.#events);
    const hasCalls = this.#callIds.size > 0;
    const { awaited } = this.calls;
    const finish = createFinish(response, { hasCalls, hasRefusal: this.#hasRefusal, awaited });
    this.#items.finish(finish.reason === 'length', this.#events);
    this.#warnTransformed(response);
    this.#readUsage(response);
    this.metadata.readChunk(otherFields(response));
    const providerMetadata = this.metadata.toJson();
    this.#events.push(providerMetadata ? { ...finish, providerMetadata } : finish);
  }

  /**
   * @param event - the last event of the response
   * @throws ProviderError the error of a response that failed
   */
  fail(response: JsonObject, event: JsonObject = {}): never {
    this.#readUsage(response);
    throw createInBandError(readFailure(response, event, this.#settings.now?.()));
  }

  #readUsage(response: JsonObject): void {
    const usage = new UsageCounts();
    usage.add(response.usage);
    const counts = usage.toEvent();
    if (counts) this.#events.push(counts);
  }

  #warnTransformed({ input_transformations: changes }: JsonObject): void {
    if (!Array.isArray(changes) || changes.length === 0) return;
    const message = 'the vendor changed the conversation, for example dropped reasoning';
    this.#events.push({ type: 'warning', message });
  }
}
