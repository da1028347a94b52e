import { isJsonObject, SurrogateJoiner } from '@understudy/core/provider';
import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';

import type { Quirks } from '../quirks.ts';
import { readParts } from './read-parts.ts';
import { readThought } from './read-reasoning.ts';
import { malformed } from './response-errors.ts';
import { Sources } from './sources.ts';
import { ThinkTags } from './think-tags.ts';
import type { SplitContent } from './think-tags.ts';
import { ToolCalls } from './tool-calls.ts';

/** Reads the one message of an answer, whole or delta by delta. */
export class MessageReader {
  readonly #text = new SurrogateJoiner();
  readonly #reasoning = new SurrogateJoiner();
  #toolCalls: ToolCalls | undefined;
  readonly #sources = new Sources();
  readonly #thinkTags: ThinkTags | undefined;
  #refused = false;

  constructor({ thinkTags = false }: Quirks) {
    this.#thinkTags = thinkTags ? new ThinkTags() : undefined;
  }

  /** Whether the model refused; its words for it are text like any other. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Whether tools were called. */
  get called(): boolean {
    return this.#toolCalls !== undefined && this.#toolCalls.count > 0;
  }

  read(message: JsonObject, events: ProviderEvent[]): void {
    const { content } = message;
    const thought = readThought(message);
    if (thought !== '') this.#addReasoning(thought, events);
    if (typeof content === 'string') this.readText(content, events);
    else if (content !== undefined && content !== null) this.#readParts(content, events);
    const { refusal, tool_calls: calls, function_call: call, images, annotations } = message;
    if (typeof refusal === 'string' && refusal !== '') this.#addRefusal(refusal, events);
    if (calls !== undefined && calls !== null) this.#calls().read(calls, events);
    if (isJsonObject(call)) this.#calls().readFunctionCall(call, events);
    if (Array.isArray(images)) this.#readParts(images, events);
    if (Array.isArray(annotations)) this.#sources.readAnnotations(annotations, events);
  }

  /** Reads what some vendors tell beside the message. */
  readBeside(chunk: JsonObject): void {
    this.#sources.keepLists(chunk);
  }

  /** Tells what was kept back. */
  end(answerId: string | undefined, events: ProviderEvent[]): void {
    if (this.#thinkTags) this.#addToldApart(this.#thinkTags.rest(), events);
    const thought = this.#reasoning.flush();
    if (thought !== '') events.push({ type: 'reasoning-delta', text: thought });
    const text = this.#text.flush();
    if (text !== '') events.push({ type: 'text-delta', text });
    this.#toolCalls?.end(answerId, events);
    this.#sources.end(events);
  }

  /** Reads a piece of the text. */
  readText(piece: string, events: ProviderEvent[]): void {
    if (!this.#thinkTags) return this.#addText(piece, events);
    this.#addToldApart(this.#thinkTags.add(piece), events);
  }

  #calls(): ToolCalls {
    this.#toolCalls ??= new ToolCalls();
    return this.#toolCalls;
  }

  #addToldApart({ thought, text }: SplitContent, events: ProviderEvent[]): void {
    this.#addReasoning(thought, events);
    this.#addText(text, events);
  }

  #addText(piece: string, events: ProviderEvent[]): void {
    const text = this.#text.add(piece);
    if (text !== '') events.push({ type: 'text-delta', text });
  }

  #addReasoning(piece: string, events: ProviderEvent[]): void {
    const text = this.#reasoning.add(piece);
    if (text !== '') events.push({ type: 'reasoning-delta', text });
  }

  #addRefusal(piece: string, events: ProviderEvent[]): void {
    this.#refused = true;
    this.#addText(piece, events);
  }

  #readParts(parts: JsonValue, events: ProviderEvent[]): void {
    if (!Array.isArray(parts)) throw malformed('content as text or parts', 'something else');
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
