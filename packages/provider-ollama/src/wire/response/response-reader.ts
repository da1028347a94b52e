import type { FinishEvent, JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import {
  isJsonObject,
  malformedResponse,
  readString,
  SurrogateJoiner,
} from '@understudy/provider-utils';
import { drainArray, isEmptyValue, ReceivedText } from '@understudy/provider-utils/internal';

import { decodeUsage } from './decode-usage.ts';
import { createImageFile } from './image-file.ts';
import { Metadata } from './metadata.ts';
import { ToolCalls } from './tool-calls.ts';

/** What the events of a response contain besides the lines. */
export interface ResponseSettings {
  /** The id of the provider. */
  readonly provider: string;
  /** The requested model. It is reported if the server names none. */
  readonly model: string;
  readonly requestId?: string | undefined;
  /** Returns the wall-clock time, in milliseconds since 1970. Without it, waits that are points in time are ignored. */
  readonly now?: (() => number) | undefined;
  /** Returns an id for a tool call without one. */
  readonly createToolCallId: () => string;
}

/** Decodes the lines of a response. A complete response is one line with all content. */
export class ResponseReader {
  readonly #settings: ResponseSettings;
  readonly #events: ProviderEvent[] = [];
  readonly #text = new SurrogateJoiner();
  readonly #reasoning = new SurrogateJoiner();
  readonly #received = new ReceivedText();
  readonly #toolCalls: ToolCalls;
  readonly #metadata = new Metadata();
  #started = false;
  /** The last line, if it has a reason to end. */
  #lastLine: JsonObject | undefined;

  constructor(settings: ResponseSettings) {
    this.#settings = settings;
    this.#toolCalls = new ToolCalls(settings.createToolCallId);
  }

  /** Returns the events since the last call. */
  takeEvents(): readonly ProviderEvent[] {
    return drainArray(this.#events);
  }

  /**
   * Reads a line. Returns whether it ends the response.
   *
   * @param data - the JSON of the line
   * @throws ProviderError `malformed-response`. Events before the error are kept
   */
  read(line: JsonObject, data: string): boolean {
    const { message, done } = line;
    if (!isJsonObject(message) && !isEmptyValue(message)) {
      throw malformedResponse('a message that is an object', 'another value');
    }
    if (!isJsonObject(message) && done !== true) {
      this.#readStatus(line);
      return false;
    }
    this.#start(line);
    this.#metadata.read(line);
    if (isJsonObject(message)) this.#readMessage(message, data, done === true);
    if (done === true) this.#finish(line);
    this.#lastLine = readText(line, 'done_reason') === undefined ? undefined : line;
    return done === true;
  }

  /** Ends the response after the body. Returns false if the last line had no reason to end. */
  end(): boolean {
    if (this.#lastLine) this.#finish(this.#lastLine);
    return this.#lastLine !== undefined;
  }

  /** Reads the text of a line that has nothing else. */
  readText(delta: string): void {
    this.#lastLine = undefined;
    if (delta !== '') this.#received.add(delta);
    const text = this.#text.add(delta);
    if (text !== '') this.#addContent({ type: 'text-delta', text });
  }

  #addContent(event: ProviderEvent): void {
    this.#toolCalls.endComplete(this.#events);
    this.#events.push(event);
  }

  /** A line with a status and without a message reports what the server does before it responds. */
  #readStatus(line: JsonObject): void {
    if (readString(line, 'status') === undefined) return;
    this.#start(line);
    this.#events.push({ type: 'progress', activity: 'loading' });
  }

  #start(line: JsonObject): void {
    if (this.#started) return;
    this.#started = true;
    const { provider, model, requestId } = this.#settings;
    this.#events.push({
      type: 'response-start',
      provider,
      model: readText(line, 'remote_model') ?? readText(line, 'model') ?? model,
      requestId,
    });
  }

  /** Models think before they write, also in a line with both. */
  #readMessage(message: JsonObject, data: string, isLast: boolean): void {
    const { thinking, content, images, tool_calls: calls } = message;
    const reasoning = this.#reasoning.add(readDelta(thinking, 'thinking'));
    if (reasoning !== '') this.#addContent({ type: 'reasoning-delta', text: reasoning });
    const text = readDelta(content, 'content');
    // Some servers send the complete text again in the last line.
    this.readText(isLast ? this.#received.selectLast(text) : text);
    if (Array.isArray(images)) this.#readImages(images);
    if (calls === undefined || calls === null) return;
    this.#toolCalls.read(calls, { data, isLast }, this.#events);
  }

  #readImages(images: readonly JsonValue[]): void {
    for (const image of images) {
      if (typeof image === 'string' && image !== '') this.#addContent(createImageFile(image));
    }
  }

  #finish(line: JsonObject): void {
    this.#toolCalls.end(this.#events);
    const reasoning = this.#reasoning.flush();
    if (reasoning !== '') this.#events.push({ type: 'reasoning-delta', text: reasoning });
    const text = this.#text.flush();
    if (text !== '') this.#events.push({ type: 'text-delta', text });
    const usage = decodeUsage(line);
    if (usage) this.#events.push(usage);
    const providerMetadata = this.#metadata.toJson();
    const finish = this.#decideFinish(readText(line, 'done_reason'));
    this.#events.push(providerMetadata ? { ...finish, providerMetadata } : finish);
  }

  /** Old servers send no reason. Proxies of other servers send the reason of OpenAI after calls. */
  #decideFinish(rawReason: string | undefined): FinishEvent {
    const raw = rawReason === undefined ? {} : { rawReason };
    if (rawReason === 'length') return { type: 'finish', reason: 'length', ...raw };
    const isComplete = ['stop', 'tool_calls', undefined].includes(rawReason);
    if (!isComplete) return { type: 'finish', reason: 'other', ...raw };
    const reason = this.#toolCalls.count > 0 ? 'tool-calls' : 'stop';
    return { type: 'finish', reason, ...raw };
  }
}

function readText(line: JsonObject, name: string): string | undefined {
  const text = readString(line, name);
  return text === '' ? undefined : text;
}

function readDelta(value: JsonValue | undefined, name: string): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  throw malformedResponse(`${name} as a string`, 'another value');
}
