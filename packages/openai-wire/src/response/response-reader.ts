import type { FinishEvent, JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, readObject, drainArray } from '@understudy/provider-utils';

import type { DecodeSettings } from '../decode-settings.ts';
import { decodeErrorBody } from '../error/decode-error-body.ts';
import {
  createInBandError,
  interruptedResponse,
  malformedResponse,
} from '../error/response-errors.ts';
import { isIndex } from '../tool-call/is-index.ts';
import { decodeUsage } from './decode-usage.ts';
import { interruptionCode, mapFinishReason } from './map-finish-reason.ts';
import { MessageReader } from './message-reader.ts';
import { Metadata } from './metadata.ts';

/** Decodes a response, complete or in chunks. Both formats differ only in `message` and `delta`. */
export class ResponseReader {
  readonly #settings: DecodeSettings;
  readonly #message: MessageReader;
  readonly #events: ProviderEvent[] = [];
  #started = false;
  #id: string | undefined;
  #rawReason: string | undefined;
  readonly #metadata = new Metadata();
  #usage: JsonValue | undefined;

  constructor(settings: DecodeSettings) {
    this.#settings = settings;
    this.#message = new MessageReader(settings);
  }

  /** After a finish reason, the body may end without `[DONE]`. */
  get hasFinishReason(): boolean {
    return this.#rawReason !== undefined;
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
    if (isError(error)) throw createInBandError(decodeErrorBody(chunk) ?? {});
    if (isJsonObject(usage)) this.#usage = usage;
    this.#message.readTopLevel(chunk);
    this.#metadata.readChunk(chunk);
    if (!Array.isArray(choices)) return this.#readWithoutChoices(chunk);
    if (!this.#started) this.#start(chunk, choices.length > 0);
    for (const choice of choices) this.#readChoice(choice, chunk);
  }

  /** Reads the text of a chunk whose other fields equal those of the previous chunk. */
  readText(text: string): void {
    this.#message.readText(text, this.#events);
  }

  /** Adds the last events of the response. */
  finish(): void {
    this.#start({}, true);
    const finish = this.#decideFinish();
    this.#message.end(this.#id, finish.reason === 'length', this.#events);
    const usage = decodeUsage(this.#usage);
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
    if (!isJsonObject(choice)) throw malformedResponse('choices that are objects', 'another value');
    const { index, delta, finish_reason: reason } = choice;
    if (index !== 0 && isAdditionalChoice(index)) return;
    const message = isJsonObject(delta) ? delta : readObject(choice, 'message');
    if (message) this.#message.read(message, this.#events);
    if (choice.logprobs !== undefined) this.#metadata.readLogprobs(choice.logprobs);
    if (typeof reason === 'string' && reason !== '') this.#readReason(reason, choice, chunk);
  }

  #readReason(reason: string, choice: JsonObject, chunk: JsonObject): void {
    if (isJsonObject(choice.error)) throw createInBandError(decodeErrorBody(choice) ?? {});
    const interruption = interruptionCode(reason);
    if (interruption !== undefined) throw interruptedResponse(interruption);
    this.#rawReason = reason;
    // Moonshot sends the usage in the choice, Groq in `x_groq`.
    const usage = readObject(choice, 'usage') ?? readObject(readObject(chunk, 'x_groq'), 'usage');
    if (usage) this.#usage = usage;
  }

  /** Pings and notices have another type. Some vendors omit `choices` in the chunk with the usage. */
  #readWithoutChoices(chunk: JsonObject): void {
    const { object, type, usage } = chunk;
    const error = object === 'error' ? decodeErrorBody(chunk) : undefined;
    if (error) throw createInBandError(error);
    if (isJsonObject(usage)) return;
    if (typeof type === 'string' || (typeof object === 'string' && !isResponse(object))) return;
    const bareError = decodeErrorBody(chunk);
    throw bareError ? createInBandError(bareError) : malformedResponse('choices as a list', 'none');
  }

  #decideFinish(): FinishEvent {
    const raw = this.#rawReason;
    if (this.#message.hasRefusal) {
      return { type: 'finish', reason: 'content-filter', rawReason: 'refusal' };
    }
    if (raw === undefined) return { type: 'finish', reason: 'other' };
    const reason = mapFinishReason(raw);
    // Gemini sends `stop` after tool calls, and so does OpenAI after a forced call.
    const endsWithCalls = reason === 'stop' && this.#message.hasToolCalls;
    return { type: 'finish', reason: endsWithCalls ? 'tool-calls' : reason, rawReason: raw };
  }
}

/** Some vendors send an empty `error` in every chunk. */
function isError(error: JsonValue | undefined): boolean {
  return error !== undefined && error !== null && error !== false && error !== '';
}

function isResponse(object: string): boolean {
  return object === '' || object.startsWith('chat.completion');
}

/** Some vendors send several choices, although only one was requested. */
function isAdditionalChoice(index: JsonValue | undefined): boolean {
  if (index === undefined || index === null) return false;
  if (!isIndex(index)) throw malformedResponse('a choice index of 0 or more', 'another value');
  return index !== 0;
}
