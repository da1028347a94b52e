import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, SurrogateJoiner } from '@understudy/provider-utils';

import { pushText } from './block.ts';
import type { Block, BlockContext } from './block.ts';

/** A block of text. Its citations are reported as sources, and sent back with it. */
export class TextBlock implements Block {
  readonly #text = new SurrogateJoiner();
  readonly #start: JsonObject;
  readonly #context: BlockContext;
  readonly #citations: JsonValue[] = [];
  #hasText = false;
  #hasDelta = false;

  constructor(start: JsonObject, context: BlockContext) {
    this.#start = start;
    this.#context = context;
  }

  start(events: ProviderEvent[]): void {
    this.#addText(this.#start.text, events);
    const { citations } = this.#start;
    if (Array.isArray(citations)) for (const each of citations) this.#cite(each, events);
  }

  read({ text, citation }: JsonObject, events: ProviderEvent[]): void {
    this.#addText(this.#hasDelta ? text : this.#withoutStart(text), events);
    this.#hasDelta ||= text !== undefined;
    if (citation !== undefined) this.#cite(citation, events);
  }

  end(_isCut: boolean, events: ProviderEvent[]): void {
    pushText('text-delta', this.#text.flush(), events);
    const citations = this.#citations;
    if (!this.#hasText) return;
    events.push({
      type: 'text-end',
      ...(citations.length > 0 && { providerMetadata: { citations } }),
    });
  }

  /** MiniMax sends the text of the start again in the first delta. */
  #withoutStart(delta: JsonValue | undefined): JsonValue | undefined {
    const start = this.#start.text;
    const isRepeated = typeof delta === 'string' && typeof start === 'string';
    return isRepeated && delta.startsWith(start) ? delta.slice(start.length) : delta;
  }

  #addText(text: JsonValue | undefined, events: ProviderEvent[]): void {
    if (typeof text !== 'string' || text === '') return;
    this.#hasText = true;
    pushText('text-delta', this.#text.add(text), events);
  }

  #cite(citation: JsonValue, events: ProviderEvent[]): void {
    if (!isJsonObject(citation)) return;
    this.#context.reserve(JSON.stringify(citation).length);
    this.#citations.push(citation);
    const source = this.#context.sources.read(citation);
    if (source) events.push(source);
  }
}
