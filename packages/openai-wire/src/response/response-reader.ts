import { isJsonObject, readObject, drainArray } from '@understudy/core/provider';
import type { FinishEvent, JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';

import { decodeErrorBody } from '../decode-error-body.ts';
import type { DecodeSettings } from '../decode-settings.ts';
import { decodeUsage } from './decode-usage.ts';
import { isIndex } from './is-index.ts';
import { interruptionCode, mapFinishReason } from './map-finish-reason.ts';
import { MessageReader } from './message-reader.ts';
import { interrupted, malformed, reported } from './response-errors.ts';

/** Reads an answer, whole or chunk by chunk: they differ in nothing but `message` and `delta`. */
export class ResponseReader {
  readonly #settings: DecodeSettings;
  readonly #message: MessageReader;
  readonly #events: ProviderEvent[] = [];
  #opened = false;
  #id: string | undefined;
  #rawReason: string | undefined;
  #usage: JsonValue | undefined;

  constructor(settings: DecodeSettings) {
    this.#settings = settings;
    this.#message = new MessageReader(settings.quirks ?? {});
  }

  /** Whether a finish reason came: from then on the end of the body is a good one. */
  get ended(): boolean {
    return this.#rawReason !== undefined;
  }

  /** Whether there is more to take than the start of the answer. */
  get spoke(): boolean {
    return this.#events.some(({ type }) => type !== 'response-start');
  }

  /** The events that were read since the last time. */
  take(): readonly ProviderEvent[] {
    return drainArray(this.#events);
  }

  /**
   * Reads a chunk, or a whole answer.
   *
   * @throws ProviderError what the vendor reported in it, or `malformed-response`; what was read
   * before remains to be taken
   */
  read(chunk: JsonObject): void {
    const { choices, error, usage } = chunk;
    if (isError(error)) throw reported(decodeErrorBody(chunk) ?? {});
    if (isJsonObject(usage)) this.#usage = usage;
    this.#message.readBeside(chunk);
    if (!Array.isArray(choices)) return this.#readWithoutChoices(chunk);
    if (!this.#opened) this.#open(chunk, choices.length > 0);
    for (const choice of choices) this.#readChoice(choice, chunk);
  }

  /** Reads a chunk of which everything but its text was read before. */
  readText(text: string): void {
    this.#message.readText(text, this.#events);
  }

  /** The last events of the answer. */
  finish(): void {
    this.#open({}, true);
    this.#message.end(this.#id, this.#events);
    const usage = decodeUsage(this.#usage);
    if (usage) this.#events.push(usage);
    this.#events.push(this.#decideFinish());
  }

  #open(chunk: JsonObject, isDue: boolean): void {
    const { id, model } = chunk;
    if (typeof id === 'string' && id !== '') this.#id = id;
    // Azure opens with the verdict of its filter, which has neither id nor model.
    if (this.#opened || (this.#id === undefined && !isDue)) return;
    this.#opened = true;
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
    if (!isJsonObject(choice)) throw malformed('choices that are objects', 'something else');
    const { index, delta, finish_reason: reason } = choice;
    if (index !== 0 && isOther(index)) return;
    const message = isJsonObject(delta) ? delta : readObject(choice, 'message');
    if (message) this.#message.read(message, this.#events);
    if (typeof reason === 'string' && reason !== '') this.#readReason(reason, choice, chunk);
  }

  #readReason(reason: string, choice: JsonObject, chunk: JsonObject): void {
    if (isJsonObject(choice.error)) throw reported(decodeErrorBody(choice) ?? {});
    const interruption = interruptionCode(reason);
    if (interruption !== undefined) throw interrupted(interruption);
    this.#rawReason = reason;
    // Moonshot tells the usage in the choice, Groq in a field of its own.
    const usage = readObject(choice, 'usage') ?? readObject(readObject(chunk, 'x_groq'), 'usage');
    if (usage) this.#usage = usage;
  }

  /** Pings and notices have a kind of their own, and some vendors leave `choices` out beside usage. */
  #readWithoutChoices(chunk: JsonObject): void {
    const { object, type, usage } = chunk;
    const failure = object === 'error' ? decodeErrorBody(chunk) : undefined;
    if (failure) throw reported(failure);
    if (isJsonObject(usage)) return;
    if (typeof type === 'string' || (typeof object === 'string' && !isAnswer(object))) return;
    const complaint = decodeErrorBody(chunk);
    throw complaint ? reported(complaint) : malformed('choices as a list', 'none');
  }

  #decideFinish(): FinishEvent {
    const raw = this.#rawReason;
    if (this.#message.refused) {
      return { type: 'finish', reason: 'content-filter', rawReason: 'refusal' };
    }
    if (raw === undefined) return { type: 'finish', reason: 'other' };
    const reason = mapFinishReason(raw);
    // Gemini always says `stop`, and so does OpenAI where a call was forced.
    const called = reason === 'stop' && this.#message.called;
    return { type: 'finish', reason: called ? 'tool-calls' : reason, rawReason: raw };
  }
}

/** Some vendors say in every chunk that there is no error. */
function isError(error: JsonValue | undefined): boolean {
  return error !== undefined && error !== null && error !== false && error !== '';
}

function isAnswer(object: string): boolean {
  return object === '' || object.startsWith('chat.completion');
}

/** Whether a choice is one of several, which nobody asked for. */
function isOther(index: JsonValue | undefined): boolean {
  if (index === undefined || index === null) return false;
  if (!isIndex(index)) throw malformed('the index of a choice from 0', 'another');
  return index !== 0;
}
