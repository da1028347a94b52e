import type { FileEvent, JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, malformedResponse, readString } from '@understudy/provider-utils';
import { isEmptyValue } from '@understudy/provider-utils/internal';

import { defaultMaxResponseBytes } from '../decode-settings.ts';
import type { DecodeSettings } from '../decode-settings.ts';
import { ToolCalls } from '../tool-call/tool-calls.ts';
import { AudioOutput } from './audio-output.ts';
import { MessageTexts } from './message-texts.ts';
import { readParts } from './read-parts.ts';
import { FlaggedThoughts, isThought } from './reasoning/flagged-thoughts.ts';
import { readReasoning } from './reasoning/read-reasoning.ts';
import { ReasoningDetails } from './reasoning/reasoning-details.ts';
import { ReceivedMessage } from './received-message.ts';
import type { FileField, MessageScope } from './received-message.ts';
import { hasSourceLists, Sources } from './sources.ts';

/** Decodes the message of a response, complete or in deltas. */
export class MessageReader {
  readonly #received = new ReceivedMessage();
  readonly #texts: MessageTexts;
  #toolCalls: ToolCalls | undefined;
  #reasoningDetails: ReasoningDetails | undefined;
  #sources: Sources | undefined;
  #audio: AudioOutput | undefined;
  /** Set from the first content that is marked as a thought until the text. */
  #thoughts: FlaggedThoughts | undefined;
  readonly #maxBytes: number;

  constructor({ quirks, maxResponseBytes = defaultMaxResponseBytes }: DecodeSettings) {
    this.#maxBytes = maxResponseBytes;
    this.#texts = new MessageTexts(this.#received, quirks?.thinkTags ?? false);
  }

  /** Whether the model refused the request. The refusal is emitted as text. */
  get hasRefusal(): boolean {
    return this.#received.has('refusal');
  }

  get isEmpty(): boolean {
    return !this.#received.has('text') && !this.#received.has('reasoning') && !this.hasToolCalls;
  }

  get hasToolCalls(): boolean {
    return this.#toolCalls !== undefined && this.#toolCalls.count > 0;
  }

  read(message: JsonObject, scope: MessageScope, events: ProviderEvent[]): void {
    if (scope === 'complete') this.#received.dropHeld();
    if (hasOnlyText(message)) this.#readMessageContent(message, scope, events);
    else this.#readFields(message, scope, events);
    this.#received.endMessage(scope);
  }

  /** Reads the fields that some vendors send beside `choices`. */
  readTopLevel(chunk: JsonObject): void {
    if (hasSourceLists(chunk)) this.#getSources().keepLists(chunk);
  }

  /**
   * Emits buffered content and the ends of the tool calls.
   *
   * @param isCut - whether the response ended at its maximum length
   */
  end(responseId: string | undefined, isCut: boolean, events: ProviderEvent[]): void {
    this.#texts.addReasoning(this.#received.reasoning.flush(), events);
    this.#texts.addContent(this.#received.text.flush(), events);
    this.#texts.endContent(events);
    if (this.#thoughts) this.#readReasoning(this.#thoughts.readUnmarked('').reasoning, events);
    this.#texts.end(events);
    this.#audio?.end(events);
    this.#reasoningDetails?.end(events);
    this.#toolCalls?.end(responseId, isCut, events);
    this.#sources?.end(events);
  }

  readText(delta: string, events: ProviderEvent[]): void {
    if (delta === '') return;
    this.#texts.addContent(this.#received.text.add(delta), events);
  }

  #readFields(message: JsonObject, scope: MessageScope, events: ProviderEvent[]): void {
    const { refusal, images, audio, annotations, reasoning_details: details } = message;
    const reasoning = this.#received.select('reasoning', readReasoning(message), scope);
    this.#readReasoning(reasoning, events);
    this.#readMessageContent(message, scope, events);
    if (typeof refusal === 'string') {
      this.#addRefusal(this.#received.select('refusal', refusal, scope), events);
    }
    if (isJsonObject(audio)) this.#readAudio(audio, scope, events);
    if (Array.isArray(details) && details.length > 0) this.#getReasoningDetails().read(details);
    this.#readCalls(message, scope, events);
    if (Array.isArray(images)) this.#readParts(images, 'images', scope, events);
    if (Array.isArray(annotations)) this.#getSources().readAnnotations(annotations, events);
  }

  #readMessageContent(message: JsonObject, scope: MessageScope, events: ProviderEvent[]): void {
    const { content } = message;
    if (content === undefined || hasNoContent(content)) return;
    if (typeof content !== 'string') this.#readParts(content, 'content', scope, events);
    else if (this.#thoughts !== undefined || isThought(message)) {
      this.#readThoughts(content, isThought(message), scope, events);
    } else this.#readContent(this.#received.select('text', content, scope), scope, events);
  }

  /** The transcript is the text of a message with audio. */
  #readAudio(audio: JsonObject, scope: MessageScope, events: ProviderEvent[]): void {
    const transcript = readString(audio, 'transcript') ?? '';
    this.#readContent(this.#received.select('text', transcript, scope), scope, events);
    this.#audio ??= new AudioOutput(this.#maxBytes);
    if (scope !== 'complete' || !this.#audio.hasData) this.#audio.read(audio);
  }

  /** What a complete message adds is new, also if it equals the text before it. */
  #readContent(text: string, scope: MessageScope, events: ProviderEvent[]): void {
    if (text === '') return;
    this.#emitHeld('text', events);
    if (scope !== 'complete') return this.readText(text, events);
    this.#received.text.received.add(text);
    this.#texts.addContent(text, events);
  }

  /** Emits what is held back of the texts before other content, so that the order is kept. */
  #emitHeld(next: 'text' | 'reasoning' | 'other', events: ProviderEvent[]): void {
    const { text, reasoning } = this.#received;
    if (reasoning.isHolding && next !== 'reasoning') {
      this.#texts.addReasoning(reasoning.flush(), events);
    }
    if (text.isHolding && next !== 'text') this.#texts.addContent(text.release(), events);
  }

  #readThoughts(
    content: string,
    isMarked: boolean,
    scope: MessageScope,
    events: ProviderEvent[],
  ): void {
    this.#thoughts ??= new FlaggedThoughts();
    const split = isMarked ? this.#thoughts.read(content) : this.#thoughts.readUnmarked(content);
    if (!isMarked && content !== '') this.#thoughts = undefined;
    this.#readReasoning(split.reasoning, events);
    this.#readContent(this.#received.select('text', split.text, scope), scope, events);
  }

  #readCalls(message: JsonObject, scope: MessageScope, events: ProviderEvent[]): void {
    const { tool_calls: calls, function_call: call } = message;
    if (calls !== undefined && calls !== null) this.#readCallList(calls, scope, events);
    if (isJsonObject(call) && !(scope === 'complete' && this.hasToolCalls)) {
      this.#getToolCalls().readFunctionCall(call, events);
    }
  }

  #readCallList(calls: JsonValue, scope: MessageScope, events: ProviderEvent[]): void {
    const toolCalls = this.#getToolCalls();
    if (!isEmptyValue(calls)) this.#emitHeld('other', events);
    switch (scope) {
      case 'delta':
        toolCalls.read(calls, events);
        break;
      case 'last-delta':
        toolCalls.readLast(calls, events);
        break;
      case 'complete':
        toolCalls.readComplete(calls, events);
        break;
    }
    if (this.hasToolCalls) this.#texts.stopHolding(events);
  }

  #getToolCalls(): ToolCalls {
    this.#toolCalls ??= new ToolCalls(this.#maxBytes);
    return this.#toolCalls;
  }

  #getSources(): Sources {
    this.#sources ??= new Sources();
    return this.#sources;
  }

  #getReasoningDetails(): ReasoningDetails {
    this.#reasoningDetails ??= new ReasoningDetails(this.#maxBytes);
    return this.#reasoningDetails;
  }

  /** MiniMax sends the same reasoning in tags too, and it is read once. */
  #readReasoning(delta: string, events: ProviderEvent[]): void {
    if (delta === '' || this.#texts.hasTaggedReasoning) return;
    this.#emitHeld('reasoning', events);
    this.#texts.addReasoning(this.#received.reasoning.add(delta), events);
  }

  #addRefusal(delta: string, events: ProviderEvent[]): void {
    if (delta === '') return;
    this.#emitHeld('other', events);
    this.#received.addRefusal(delta);
    this.#texts.addText(delta, events);
  }

  #addFile(file: FileEvent, field: FileField, scope: MessageScope, events: ProviderEvent[]): void {
    const { data } = file;
    const key = data.type === 'base64' ? data.base64 : data.type === 'url' ? data.url.href : data;
    if (!this.#received.isNewFile(key, field, scope)) return;
    this.#emitHeld('other', events);
    events.push(file);
  }

  #readParts(
    content: JsonValue,
    field: FileField,
    scope: MessageScope,
    events: ProviderEvent[],
  ): void {
    if (!Array.isArray(content) && !isPart(content)) {
      throw malformedResponse('content as a string or a list of parts', 'another value');
    }
    const parts = readParts(Array.isArray(content) ? content : [content]);
    const select = this.#received.selectParts(scope);
    for (const part of parts) {
      switch (part.type) {
        case 'text':
          this.#readContent(select('text', part.text), scope, events);
          break;
        case 'reasoning':
          this.#readReasoning(select('reasoning', part.text), events);
          break;
        case 'refusal':
          this.#addRefusal(select('refusal', part.text), events);
          break;
        case 'file':
          this.#addFile(part, field, scope, events);
          break;
        case 'warning':
          events.push(part);
          break;
      }
    }
  }
}

/** Whether a message has no field but its text, like almost all deltas. */
function hasOnlyText(message: JsonObject): boolean {
  for (const name of Object.keys(message)) {
    if (name !== 'content' && name !== 'role' && message[name] !== null) return false;
  }
  return true;
}

/** Some servers send missing content as false or as an empty object. */
function hasNoContent(content: JsonValue): boolean {
  if (content === null || content === false) return true;
  return isJsonObject(content) && Object.keys(content).length === 0;
}

/** Some servers send one part without a list. */
function isPart(content: JsonValue): boolean {
  return readString(content, 'type') !== undefined || readString(content, 'text') !== undefined;
}
