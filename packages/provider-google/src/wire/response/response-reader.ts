import type { FinishEvent, JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readString } from '@understudy/provider-utils';
import { drainArray, isEmptyValue, readIndex } from '@understudy/provider-utils/internal';

import { malformedReasons, mapFinishReason, readReason } from './finish-reason.ts';
import { Metadata } from './metadata.ts';
import { PartReader } from './part-reader.ts';
import type { PartSettings } from './part-reader.ts';
import { Sources } from './sources.ts';
import type { ChunkText } from './text-fast-path.ts';
import { toList } from './to-list.ts';
import { UsageCounts } from './usage.ts';

/** What the events of a response contain besides the chunks. */
export interface ResponseSettings extends PartSettings {
  /** The id of the provider. */
  readonly provider: string;
  /** The requested model. It is reported if the server names none. */
  readonly model: string;
  readonly requestId?: string | undefined;
  /** Returns the wall-clock time, in milliseconds since 1970. Without it, waits that are points in time are ignored. */
  readonly now?: (() => number) | undefined;
}

/** Decodes the chunks of a response. A complete response is one chunk with all content. */
export class ResponseReader {
  readonly #settings: ResponseSettings;
  readonly #events: ProviderEvent[] = [];
  readonly #parts: PartReader;
  readonly #sources = new Sources();
  readonly #usage = new UsageCounts();
  readonly #metadata = new Metadata();
  #started = false;
  #reportsUsage = true;
  #finishReason: string | undefined;
  #blockReason: string | undefined;
  #message: string | undefined;

  constructor(settings: ResponseSettings) {
    this.#settings = settings;
    this.#parts = new PartReader(settings, this.#events);
  }

  /** The wall-clock time. */
  get now(): number | undefined {
    return this.#settings.now?.();
  }

  /** Returns the events since the last call. */
  takeEvents(): readonly ProviderEvent[] {
    return drainArray(this.#events);
  }

  /** Whether the end of the response was received. Token counts can follow. */
  get hasEnd(): boolean {
    return this.#finishReason !== undefined || this.#blockReason !== undefined;
  }

  /** The token for the next request, if the response stopped at the limit of a request and is not complete. */
  get continuationToken(): string | undefined {
    const token = this.#metadata.get('continuationToken');
    const continues = this.#finishReason === 'CONTINUATION' && typeof token === 'string';
    return continues && token !== '' ? token : undefined;
  }

  /** Continues with the chunks of the next request. */
  startRequest(): void {
    this.#finishReason = undefined;
    this.#metadata.delete('continuationToken');
    this.#usage.startRequest();
  }

  /**
   * Reads a chunk.
   *
   * @param data - the JSON of the chunk
   * @throws ProviderError `malformed-response`. Events before the error are kept
   */
  read(chunk: JsonObject, data: string): void {
    this.#start(chunk);
    const { thoughts } = this.#usage;
    this.#usage.read(chunk.usageMetadata);
    this.#metadata.read(chunk);
    this.#readFeedback(chunk.promptFeedback);
    const { length } = this.#events;
    const candidate = findCandidate(chunk.candidates);
    if (candidate) this.#readCandidate(candidate, data);
    const isSilent = this.#events.length === length && !this.#parts.hasContent && !this.hasEnd;
    // The text of the reasoning is not sent, but its tokens are counted.
    if (isSilent && this.#usage.thoughts > thoughts) this.#reportThinking();
    if (this.#reportsUsage) this.#reportUsage();
  }

  /** Reads the token counts of a chunk that has nothing else to read. */
  readUsage({ usageMetadata }: JsonObject): void {
    this.#usage.read(usageMetadata);
  }

  /** Reads the text of a chunk that has nothing else. */
  readText(text: ChunkText): void {
    this.#parts.readText(text);
  }

  /** Adds the last known token counts of a response that failed. */
  fail(): void {
    if (this.#started) this.#reportUsage();
  }

  /** Adds the last events of the response. */
  finish(): void {
    const finish = this.#createFinish();
    this.#parts.end(finish.reason === 'length');
    if (malformedReasons.has(finish.rawReason ?? '') && !this.#parts.hasContent) {
      throw malformedResponse('a response that the API can read', 'none (malformed function call)');
    }
    this.#reportUsage();
    const providerMetadata = this.#metadata.toJson(this.#usage.others);
    this.#events.push(providerMetadata ? { ...finish, providerMetadata } : finish);
  }

  #createFinish(): FinishEvent {
    const rawReason = this.#finishReason ?? this.#blockReason ?? '';
    const message = this.#message ?? '';
    return {
      type: 'finish',
      reason:
        this.#finishReason === undefined
          ? 'content-filter'
          : mapFinishReason(this.#finishReason, this.#parts.hasCalls),
      rawReason,
      ...(message !== '' && { message }),
    };
  }

  #start(chunk: JsonObject): void {
    if (this.#started) return;
    this.#started = true;
    const { provider, model, requestId } = this.#settings;
    const version = readString(chunk, 'modelVersion') ?? '';
    this.#events.push({
      type: 'response-start',
      provider,
      model: version === '' ? model : version,
      id: readString(chunk, 'responseId'),
      requestId,
    });
  }

  #reportThinking(): void {
    this.#events.push({ type: 'progress', activity: 'thinking' });
  }

  /** The first counts are reported at once, so that they are known if the response fails. */
  #reportUsage(): void {
    const event = this.#usage.toEvent();
    if (!event) return;
    this.#reportsUsage = false;
    this.#events.push(event);
  }

  #readFeedback(feedback: JsonValue | undefined): void {
    if (!isJsonObject(feedback)) return;
    this.#blockReason ??= readReason(feedback.blockReason);
    this.#message ??= readString(feedback, 'blockReasonMessage');
  }

  #readCandidate(candidate: JsonObject, data: string): void {
    const finishReason = readReason(candidate.finishReason);
    this.#parts.read(findParts(candidate), data, finishReason !== undefined);
    this.#sources.read(candidate, this.#events);
    this.#finishReason = finishReason ?? this.#finishReason;
    this.#message = readString(candidate, 'finishMessage') ?? this.#message;
    this.#metadata.read(candidate);
  }
}

/** Returns the first candidate. Others are alternatives, which only `candidateCount` requests. */
function findCandidate(candidates: JsonValue | undefined): JsonObject | undefined {
  const found = readList(candidates, 'candidates').find(
    (each) => isJsonObject(each) && readIndex(each.index) === 0,
  );
  return isJsonObject(found) ? found : undefined;
}

function findParts({ content }: JsonObject): readonly JsonValue[] {
  if (isJsonObject(content)) return readList(content.parts, 'parts');
  if (isEmptyValue(content)) return [];
  throw malformedResponse('content that is an object', 'another value');
}

function readList(value: JsonValue | undefined, name: string): readonly JsonValue[] {
  if (value === undefined || isEmptyValue(value)) return [];
  const list = toList(value);
  if (list) return list;
  throw malformedResponse(`${name} as a list`, 'another value');
}
