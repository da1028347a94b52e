import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, readString, SurrogateJoiner } from '@understudy/provider-utils';

import type { DecodeSettings } from '../decode-settings.ts';
import { malformedResponse } from '../error/response-errors.ts';
import { ToolCalls } from '../tool-call/tool-calls.ts';
import { readParts } from './read-parts.ts';
import { ReasoningDetails } from './reasoning-details.ts';
import { Sources } from './sources.ts';
import { ThinkTags } from './think-tags.ts';
import type { SplitContent } from './think-tags.ts';

/** 64 MiB. */
const defaultMaxBytes = 67_108_864;

/** Decodes the message of a response, complete or in deltas. */
export class MessageReader {
  readonly #text = new SurrogateJoiner();
  readonly #reasoning = new SurrogateJoiner();
  #toolCalls: ToolCalls | undefined;
  #reasoningDetails: ReasoningDetails | undefined;
  readonly #sources = new Sources();
  readonly #thinkTags: ThinkTags | undefined;
  readonly #maxBytes: number;
  #hasRefusal = false;

  constructor({ quirks, maxResponseBytes = defaultMaxBytes }: DecodeSettings) {
    const { thinkTags = false } = quirks ?? {};
    this.#maxBytes = maxResponseBytes;
    this.#thinkTags = thinkTags ? new ThinkTags() : undefined;
  }

  /** Whether the model refused the request. The refusal is emitted as text. */
  get hasRefusal(): boolean {
    return this.#hasRefusal;
  }

  get hasToolCalls(): boolean {
    return this.#toolCalls !== undefined && this.#toolCalls.count > 0;
  }

  read(message: JsonObject, events: ProviderEvent[]): void {
    const { content } = message;
    const reasoning = readReasoning(message);
    if (reasoning !== '') this.#addReasoning(reasoning, events);
    if (typeof content === 'string') this.readText(content, events);
    else if (content !== undefined && content !== null) this.#readParts(content, events);
    const { reasoning_details: details } = message;
    if (Array.isArray(details) && details.length > 0) this.#getReasoningDetails().read(details);
    const { refusal, tool_calls: calls, function_call: call, images, annotations } = message;
    if (typeof refusal === 'string' && refusal !== '') this.#addRefusal(refusal, events);
    if (calls !== undefined && calls !== null) this.#getToolCalls().read(calls, events);
    if (isJsonObject(call)) this.#getToolCalls().readFunctionCall(call, events);
    if (Array.isArray(images)) this.#readParts(images, events);
    if (Array.isArray(annotations)) this.#sources.readAnnotations(annotations, events);
  }

  /** Reads the fields that some vendors send beside `choices`. */
  readTopLevel(chunk: JsonObject): void {
    this.#sources.keepLists(chunk);
  }

  /**
   * Emits buffered content and the ends of the tool calls.
   *
   * @param isCut - whether the response ended at its maximum length
   */
  end(responseId: string | undefined, isCut: boolean, events: ProviderEvent[]): void {
    if (this.#thinkTags) this.#addSplitContent(this.#thinkTags.flush(), events);
    const reasoning = this.#reasoning.flush();
    if (reasoning !== '') events.push({ type: 'reasoning-delta', text: reasoning });
    const text = this.#text.flush();
    if (text !== '') events.push({ type: 'text-delta', text });
    this.#reasoningDetails?.end(events);
    this.#toolCalls?.end(responseId, isCut, events);
    this.#sources.end(events);
  }

  readText(delta: string, events: ProviderEvent[]): void {
    if (!this.#thinkTags) return this.#addText(delta, events);
    this.#addSplitContent(this.#thinkTags.add(delta), events);
  }

  #getToolCalls(): ToolCalls {
    this.#toolCalls ??= new ToolCalls(this.#maxBytes);
    return this.#toolCalls;
  }

  #getReasoningDetails(): ReasoningDetails {
    this.#reasoningDetails ??= new ReasoningDetails(this.#maxBytes);
    return this.#reasoningDetails;
  }

  #addSplitContent({ reasoning, text }: SplitContent, events: ProviderEvent[]): void {
    this.#addReasoning(reasoning, events);
    this.#addText(text, events);
  }

  #addText(delta: string, events: ProviderEvent[]): void {
    const text = this.#text.add(delta);
    if (text !== '') events.push({ type: 'text-delta', text });
  }

  #addReasoning(delta: string, events: ProviderEvent[]): void {
    const text = this.#reasoning.add(delta);
    if (text !== '') events.push({ type: 'reasoning-delta', text });
  }

  #addRefusal(delta: string, events: ProviderEvent[]): void {
    this.#hasRefusal = true;
    this.#addText(delta, events);
  }

  #readParts(parts: JsonValue, events: ProviderEvent[]): void {
    if (!Array.isArray(parts)) {
      throw malformedResponse('content as a string or a list of parts', 'another value');
    }
    for (const part of readParts(parts)) {
      switch (part.type) {
        case 'text':
          this.readText(part.text, events);
          break;
        case 'reasoning':
          this.#addReasoning(part.text, events);
          break;
        case 'refusal':
          this.#addRefusal(part.text, events);
          break;
        case 'file':
        case 'warning':
          events.push(part);
          break;
      }
    }
  }
}

/** Returns the reasoning of a message. Vendors that send it in two fields are read once. */
function readReasoning(message: JsonObject): string {
  // DeepSeek, xAI, llama.cpp; then OpenRouter, Groq, Ollama, vLLM; then Copilot.
  const { reasoning_content: content, reasoning, reasoning_text: text } = message;
  if (typeof content === 'string' && content !== '') return content;
  if (typeof reasoning === 'string' && reasoning !== '') return reasoning;
  if (typeof text === 'string' && text !== '') return text;
  const { reasoning_details: details } = message;
  return Array.isArray(details) ? details.map(readReasoningDetail).join('') : '';
}

/** OpenRouter's details are text, a summary, or encrypted. */
function readReasoningDetail(detail: JsonValue): string {
  return readString(detail, 'text') ?? readString(detail, 'summary') ?? '';
}
