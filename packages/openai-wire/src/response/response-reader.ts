import type { FinishEvent, JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readObject } from '@understudy/provider-utils';
import { drainArray, isEmptyValue } from '@understudy/provider-utils/internal';

import { defaultMaxResponseBytes } from '../decode-settings.ts';
import type { DecodeSettings } from '../decode-settings.ts';
import { isOutputLimit } from '../error/openrouter-error.ts';
import { createInBandError, interruptedResponse } from '../error/response-errors.ts';
import { isIndex } from '../tool-call/is-index.ts';
import { interruptionCode, mapFinishReason, readFinishReason } from './map-finish-reason.ts';
import { MessageReader } from './message-reader.ts';
import { Metadata } from './metadata.ts';
import { OtherChoices } from './other-choices.ts';
import { readBareError, readErrorField } from './read-error.ts';
import type { MessageScope } from './received-message.ts';
import { UsageCounts } from './usage-counts.ts';

/** Decodes a response, complete or in chunks. Both formats differ only in `message` and `delta`. */
export class ResponseReader {
  readonly #settings: DecodeSettings;
  readonly #message: MessageReader;
  readonly #events: ProviderEvent[] = [];
  #started = false;
  #id: string | undefined;
  #rawReason: string | undefined;
  /** The index of the choice that is the response. */
  #choice: number | undefined;
  #others: OtherChoices | undefined;
  /** The delta of the chunk with the finish reason, as JSON. */
  #endDelta: string | undefined;
  readonly #metadata = new Metadata();
  readonly #usage = new UsageCounts();
  /** The type of the first object, `chat.completion.chunk` in most streams. */
  #object: string | undefined;
  #hasUnknownChunk = false;

  constructor(settings: DecodeSettings) {
    this.#settings = settings;
    this.#message = new MessageReader(settings);
  }

  /** After a finish reason, the body may end without `[DONE]`. */
  get hasFinishReason(): boolean {
    return this.#rawReason !== undefined;
  }

  /** Whether a chunk was neither content nor a known form of keep-alive. */
  get hasUnknownChunk(): boolean {
    return this.#hasUnknownChunk;
  }

  /** Whether there are events other than `response-start`. */
  get hasOutput(): boolean {
    return this.#events.some(({ type }) => type !== 'response-start');
  }

  /** Returns the events since the last call. */
  takeEvents(): readonly ProviderEvent[] {
    return drainArray(this.#events);
  }

  /**
   * Reads a chunk or a complete response.
   *
   * @throws ProviderError the error that the vendor reports, or `malformed-response`. Events before the
   * error are kept.
   */
  read(chunk: JsonObject): void {
    const { choices, error, usage } = chunk;
    if (error !== undefined && isOutputLimit(error)) {
      this.read(endAtLimit(chunk));
      return;
    }
    const reported =
      error === undefined ? undefined : readErrorField(chunk, this.#settings.now?.());
    if (reported) throw createInBandError(reported);
    if (usage !== undefined && usage !== null) this.#usage.add(usage);
    this.#readVendorFields(chunk);
    this.#message.readTopLevel(chunk);
    this.#metadata.readChunk(chunk);
    if (Array.isArray(choices)) {
      if (!this.#started) this.#start(chunk, choices.length > 0);
      for (const choice of choices) this.#readChoice(choice, chunk);
    } else {
      this.#readWithoutChoices(chunk);
    }
    this.#reportUsage();
  }

  /**
   * Token counts wait for the finish only if the finish reason is known. Before it, the response can be cut or
   * canceled.
   */
  #reportUsage(): void {
    if (!this.#started || this.hasFinishReason) return;
    const usage = this.#usage.takeChange();
    if (usage) this.#events.push(usage);
  }

  /** Reads the text of a chunk whose other fields equal those of the previous chunk. */
  readText(text: string): void {
    this.#message.readText(text, this.#events);
  }

  /** Adds the last events of the response. */
  finish(): void {
    this.#start({}, true);
    const decided = this.#decideFinish();
    this.#message.end(this.#id, decided.reason === 'length', this.#events);
    const finish = this.#findPromisedCalls(decided);
    const usage = this.#usage.toEvent();
    if (usage) this.#events.push(usage);
    const providerMetadata = this.#metadata.toJson();
    this.#events.push(providerMetadata ? { ...finish, providerMetadata } : finish);
  }

  #start(chunk: JsonObject, isRequired: boolean): void {
    const { id, model } = chunk;
    if (typeof id === 'string' && id !== '') this.#id = id;
    // Azure starts with the result of its content filter, which has neither id nor model.
    if (this.#started || (this.#id === undefined && !isRequired)) return;
    this.#started = true;
    const { provider, requestId, rateLimitHeaders } = this.#settings;
    this.#events.push({
      type: 'response-start',
      provider,
      model: typeof model === 'string' && model !== '' ? model : this.#settings.model,
      ...(this.#id !== undefined && { id: this.#id }),
      ...(requestId !== undefined && { requestId }),
      ...(rateLimitHeaders && { rateLimitHeaders }),
    });
  }

  #readChoice(choice: JsonValue, chunk: JsonObject): void {
    if (choice === null) return;
    if (!isJsonObject(choice)) throw malformedResponse('choices that are objects', 'another value');
    const { index, delta, error, logprobs, usage } = choice;
    if (this.#isAdditional(index)) {
      this.#others ??= new OtherChoices(this.#settings.maxResponseBytes ?? defaultMaxResponseBytes);
      this.#others.read(choice);
      return;
    }
    const isLimit = error !== undefined && isOutputLimit(error);
    if (!isLimit) this.#throwReported(choice);
    const reason = isLimit ? 'length' : readFinishReason(choice);
    const hasReason = reason !== undefined;
    if (isJsonObject(delta)) this.#throwReported(delta);
    const isRepeated = hasReason && this.#isRepeatedEnd(delta, chunk);
    const hasOutput = isRepeated || this.#readDelta(delta, this.#scopeOf(chunk, hasReason));
    const complete = readObject(choice, 'message');
    if (complete) this.#throwReported(complete);
    const message = hasOutput ? undefined : complete;
    if (message) this.#message.read(message, 'complete', this.#events);
    if (logprobs !== undefined && (!message || !this.#metadata.hasLogprobs)) {
      this.#metadata.readLogprobs(logprobs);
    }
    // Moonshot
    if (usage !== undefined) this.#usage.add(usage);
    if (reason !== undefined) this.#readReason(reason);
  }

  /** The first choice is the response. Some vendors send several, although only one was requested. */
  #isAdditional(index: JsonValue | undefined): boolean {
    if (index === undefined || index === null) return false;
    const position = index === '0' ? 0 : index;
    if (!isIndex(position)) {
      throw malformedResponse('a choice index of 0 or more', 'another value');
    }
    this.#choice ??= position;
    return position !== this.#choice;
  }

  /** Some servers send the chunk with the finish reason again, with the token counts. */
  #isRepeatedEnd(delta: JsonValue | undefined, { usage = null }: JsonObject): boolean {
    if (!isJsonObject(delta)) return false;
    const json = JSON.stringify(delta);
    const isRepeated = usage !== null && json === this.#endDelta && this.hasFinishReason;
    // If each chunk has a finish reason and counts, none is a repetition.
    this.#endDelta = usage === null ? json : undefined;
    return isRepeated;
  }

  #throwReported(value: JsonObject): void {
    if (value.error === undefined) return;
    const error = readErrorField(value, this.#settings.now?.());
    if (error) throw createInBandError(error);
  }

  /** Returns whether there was output, so a message beside the delta contains nothing new. */
  #readDelta(delta: JsonValue | undefined, scope: MessageScope): boolean {
    if (!isJsonObject(delta)) {
      if (isEmptyValue(delta)) return false;
      throw malformedResponse('a delta that is an object', 'another value');
    }
    const count = this.#events.length;
    this.#message.read(delta, scope, this.#events);
    return this.#events.length > count;
  }

  #scopeOf({ object }: JsonObject, hasReason: boolean): MessageScope {
    this.#object ??= typeof object === 'string' ? object : undefined;
    // Some servers end a stream with the complete response, and put its message into `delta`.
    const isComplete = object === 'chat.completion' && this.#object === 'chat.completion.chunk';
    if (isComplete) return 'complete';
    return hasReason || this.hasFinishReason ? 'last-delta' : 'delta';
  }

  /** A second reason does not replace a more specific one, such as `length`. */
  #readReason(reason: string): void {
    const interruption = interruptionCode(reason, this.#message.isEmpty);
    if (interruption !== undefined) throw interruptedResponse(interruption);
    const earlier = this.#rawReason;
    if (earlier === undefined || mapFinishReason(earlier) === 'stop') this.#rawReason = reason;
  }

  /** Groq and Gemini have further fields for counts, and Groq one for the reason why it stopped a stream early. */
  #readVendorFields(chunk: JsonObject): void {
    const groq = chunk.x_groq;
    if (isJsonObject(groq)) {
      this.#usage.add(groq.usage);
      if (!this.hasFinishReason) this.#throwReported(groq);
    }
    if (chunk.usageMetadata !== undefined) this.#usage.add(chunk.usageMetadata);
  }

  /** Pings and notices have another type. Some vendors omit `choices` in the chunk with the usage. */
  #readWithoutChoices(chunk: JsonObject): void {
    const { choices = null, usage = null } = chunk;
    const error = readBareError(chunk, this.#settings.now?.());
    if (error && usage === null) throw createInBandError(error);
    if (choices !== null && !isEmptyObject(choices))
      throw malformedResponse('choices as a list', 'another value');
    if (usage === null && !isKeepAlive(chunk)) this.#hasUnknownChunk = true;
  }

  /** If the reason promises calls, adds those of other choices. Without a call, an app would wait for one. */
  #findPromisedCalls(finish: FinishEvent): FinishEvent {
    if (finish.reason !== 'tool-calls' || this.#message.hasToolCalls) return finish;
    const isFound = this.#others?.endCalls(this.#id, this.#events) === true;
    return isFound ? finish : { ...finish, reason: 'other' };
  }

  #decideFinish(): FinishEvent {
    const raw = this.#rawReason;
    if (this.#message.hasRefusal) {
      return { type: 'finish', reason: 'content-filter', rawReason: 'refusal' };
    }
    if (raw === undefined) {
      // A server that counts the chunks in the index of the choice loses text.
      if (this.#others?.hasReason === true)
        throw malformedResponse('one choice', 'the end of another one');
      return { type: 'finish', reason: 'other' };
    }
    const reason = mapFinishReason(raw);
    // Gemini sends `stop` after tool calls, and so does OpenAI after a forced call.
    const endsWithCalls = reason === 'stop' && this.#message.hasToolCalls;
    return { type: 'finish', reason: endsWithCalls ? 'tool-calls' : reason, rawReason: raw };
  }
}

/** Returns a chunk with an error about the limit of output tokens as one with the finish reason for it. */
function endAtLimit({ error: _error, choices, ...chunk }: JsonObject): JsonObject {
  const first = Array.isArray(choices) && isJsonObject(choices[0]) ? choices[0] : {};
  return { ...chunk, choices: [{ ...first, finish_reason: 'length' }] };
}

function isEmptyObject(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

const keepAliveFields = /^(?:id|object|type|created|model|choices|event|status)$|ping|heart|alive/i;

/** Whether a chunk without choices has no field but those of every chunk, or a field that marks a keep-alive. */
function isKeepAlive(chunk: JsonObject): boolean {
  const names = Object.keys(chunk);
  return (
    typeof chunk.type === 'string' ||
    typeof chunk.object === 'string' ||
    names.every((name) => keepAliveFields.test(name))
  );
}
