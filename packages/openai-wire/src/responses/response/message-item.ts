import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, readString, SurrogateJoiner } from '@understudy/provider-utils';
import { readIndex } from '@understudy/provider-utils/internal';

import { readDelta, readObjects } from './item-context.ts';
import type { ItemContext } from './item-context.ts';
import { PartTexts } from './part-texts.ts';
import type { TextBlock } from './received-item.ts';

/** A message: text or a refusal, which is text too. */
export class MessageItem implements TextBlock {
  readonly #start: JsonObject;
  readonly #context: ItemContext;
  readonly #joiner = new SurrogateJoiner();
  readonly #received = new PartTexts();
  #phase: JsonValue | undefined;
  #isStreamed = true;
  /** Whether there was text since the last end. */
  #hasText = false;

  constructor(start: JsonObject, context: ItemContext) {
    this.#start = start;
    this.#context = context;
  }

  get isStreamed(): boolean {
    return this.#isStreamed;
  }

  restOf({ delta, item, content_index: part }: JsonObject): string | undefined {
    if (!isJsonObject(item)) return this.#received.restOf(readDelta(delta), readIndex(part));
    const text = readParts(item).map(textOf).join('');
    return text === '' ? undefined : this.#received.restOf(text);
  }

  start(events: ProviderEvent[]): void {
    this.#readItem(this.#start, events);
  }

  read(event: JsonObject, events: ProviderEvent[]): void {
    switch (event.type) {
      case 'response.output_text.delta':
        this.#addDelta(event, events);
        return;
      case 'response.refusal.delta':
        this.#context.noteRefusal();
        this.#addDelta(event, events);
        return;
      case 'response.output_text.annotation.added':
        this.#context.sources.readAnnotation(event.annotation, events);
        return;
      case 'response.output_text.done':
      case 'response.refusal.done':
        this.#end(readIndex(event.content_index), event, events);
        return;
      case 'response.content_part.added':
        this.#received.announce(readIndex(event.content_index));
        if (isJsonObject(event.part)) {
          const index = readIndex(event.content_index);
          this.#addRest(
            index,
            this.#received.remainderOf(index, this.#readText(event.part)),
            events,
          );
        }
        return;
      case 'response.content_part.done':
        if (isJsonObject(event.part)) this.#end(readIndex(event.content_index), event.part, events);
        return;
      case 'response.output_item.done':
        if (!isJsonObject(event.item)) return;
        this.#readItem(event.item, events);
        this.#readLogprobs(event.item);
        return;
      default:
        return;
    }
  }

  end(_isCut: boolean, events: ProviderEvent[]): void {
    const text = this.#joiner.flush();
    if (text !== '') events.push({ type: 'text-delta', text });
    if (!this.#hasText) return;
    this.#hasText = false;
    const phase = this.#phase;
    events.push({ type: 'text-end', ...(phase !== undefined && { providerMetadata: { phase } }) });
  }

  #readItem(item: JsonObject, events: ProviderEvent[]): void {
    if (typeof item.phase === 'string') this.#phase = item.phase;
    const parts = readParts(item);
    const missing = this.#received.selectMissing(parts.map((part) => this.#readText(part)));
    for (const [position, part] of parts.entries()) {
      const [index, rest] = missing[position] ?? [position, ''];
      this.#addRest(index, rest, events);
      for (const annotation of readObjects(part.annotations)) {
        this.#context.sources.readAnnotation(annotation, events);
      }
    }
  }

  #readLogprobs({ content }: JsonObject): void {
    for (const { logprobs } of readObjects(content)) {
      if (!Array.isArray(logprobs) || logprobs.length === 0) continue;
      this.#context.metadata.readLogprobs({ content: logprobs });
    }
  }

  #addDelta({ content_index: part, delta }: JsonObject, events: ProviderEvent[]): void {
    const index = this.#received.resolve(readIndex(part));
    this.#add(index, this.#received.selectNew(index, readDelta(delta)), events);
  }

  #end(sentIndex: number, part: JsonObject, events: ProviderEvent[]): void {
    const index = this.#received.resolve(sentIndex);
    this.#addRest(index, this.#received.end(index, this.#readText(part)), events);
  }

  #readText(part: JsonObject): string {
    if ((readString(part, 'refusal') ?? '') !== '') this.#context.noteRefusal();
    return textOf(part);
  }

  /** Adds what the deltas of a part did not contain. */
  #addRest(index: number, rest: string, events: ProviderEvent[]): void {
    if (rest !== '') this.#isStreamed = false;
    this.#add(index, rest, events);
  }

  #add(index: number, delta: string, events: ProviderEvent[]): void {
    if (delta === '') return;
    this.#hasText = true;
    this.#received.add(index, delta);
    const text = this.#joiner.add(delta);
    if (text !== '') events.push({ type: 'text-delta', text });
  }
}

function textOf(part: JsonObject): string {
  return readString(part, 'text') ?? readString(part, 'refusal') ?? '';
}

/** Some servers send the text without a list of parts. */
function readParts({ content }: JsonObject): readonly JsonObject[] {
  return typeof content === 'string' ? [{ text: content }] : readObjects(content);
}
