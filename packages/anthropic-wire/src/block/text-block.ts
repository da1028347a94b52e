import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, SurrogateJoiner } from '@understudy/provider-utils';

import { pushText, readText, withoutStart } from './block.ts';
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
    this.#addText(readText(this.#start.text), events);
    const { citations } = this.#start;
    if (Array.isArray(citations)) for (const each of citations) this.#cite(each, events);
  }

  read({ text, citation }: JsonObject, events: ProviderEvent[]): void {
    const delta = readText(text);
    this.#addText(this.#hasDelta ? delta : withoutStart(delta, this.#start.text), events);
    this.#hasDelta ||= delta !== '';
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

  #addText(text: string, events: ProviderEvent[]): void {
    if (text === '') return;
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
