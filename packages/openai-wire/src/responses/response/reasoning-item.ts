import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { isJsonObject, readString, SurrogateJoiner } from '@understudy/provider-utils';
import { readIndex } from '@understudy/provider-utils/internal';

import { readDelta, readPartTexts } from './item-context.ts';
import { PartTexts } from './part-texts.ts';
import type { TextBlock } from './received-item.ts';

/** Reasoning: a summary in parts, or the text of an open model. Its encrypted content is the signature. */
export class ReasoningItem implements TextBlock {
  readonly activity = 'thinking';
  readonly #joiner = new SurrogateJoiner();
  readonly #summary = new PartTexts(true);
  readonly #content = new PartTexts();
  #signature = '';
  /** The encrypted content that was received last. */
  #encrypted: string | undefined;
  /** The part that the text so far ends with. */
  #lastPart: string | undefined;
  #isStreamed = true;
  /** Whether there was text since the last end. */
  #hasText = false;

  get isStreamed(): boolean {
    return this.#isStreamed;
  }

  restOf({ type, delta, item, ...event }: JsonObject): string | undefined {
    if (!isJsonObject(item)) {
      return type === 'response.reasoning_summary_text.delta'
        ? this.#summary.restOf(readDelta(delta), readIndex(event.summary_index))
        : this.#content.restOf(readDelta(delta), readIndex(event.content_index));
    }
    const texts = this.#readTexts(item);
    const summaryText = texts.summary.join('');
    const contentText = texts.content.join('');
    if (summaryText + contentText === '') {
      // Reasoning without text is recognized by its signature alone.
      const encrypted = readString(item, 'encrypted_content') ?? '';
      return encrypted !== '' && encrypted === this.#encrypted ? '' : undefined;
    }
    const summary = this.#summary.restOf(summaryText);
    const content = this.#content.restOf(contentText);
    return summary === undefined || content === undefined ? undefined : summary + content;
  }

  start(): void {}

  read(event: JsonObject, events: ProviderEvent[]): void {
    switch (event.type) {
      case 'response.reasoning_summary_text.delta':
        this.#addDelta(this.#summary, readIndex(event.summary_index), event, events);
        return;
      case 'response.reasoning_text.delta':
        this.#addDelta(this.#content, readIndex(event.content_index), event, events);
        return;
      case 'response.reasoning_summary_text.done':
        this.#end(this.#summary, readIndex(event.summary_index), event.text, events);
        return;
      case 'response.reasoning_text.done':
        this.#end(this.#content, readIndex(event.content_index), event.text, events);
        return;
      case 'response.reasoning_part.added':
        this.#content.announce(readIndex(event.content_index));
        return;
      case 'response.reasoning_summary_part.done':
        this.#completePart(this.#summary, readIndex(event.summary_index), event, events);
        return;
      case 'response.content_part.added':
      case 'response.content_part.done':
        this.#completePart(this.#content, readIndex(event.content_index), event, events);
        return;
      case 'response.output_item.done':
        if (isJsonObject(event.item)) this.#readItem(event.item, events);
        return;
      default:
        return;
    }
  }

  end(_isCut: boolean, events: ProviderEvent[]): void {
    const text = this.#joiner.flush();
    if (text !== '') events.push({ type: 'reasoning-delta', text });
    const signature = this.#signature;
    if (signature === '' && !this.#hasText) return;
    const isRedacted = this.#lastPart === undefined;
    this.#signature = '';
    this.#hasText = false;
    events.push({
      type: 'reasoning-end',
      ...(signature !== '' && { signature }),
      ...(isRedacted && { redacted: true }),
    });
  }

  /** Only the end of an item has the complete encrypted content. */
  #readItem({ encrypted_content: encrypted, ...item }: JsonObject, events: ProviderEvent[]): void {
    if (typeof encrypted === 'string') {
      this.#signature = encrypted;
      this.#encrypted = encrypted;
    }
    const { summary, content } = this.#readTexts(item);
    this.#completeAll(this.#summary, summary, events);
    this.#completeAll(this.#content, content, events);
  }

  /** Some servers send the text of an open model as its summary too. It is read once. */
  #readTexts(item: JsonObject): Readonly<Record<'summary' | 'content', readonly string[]>> {
    const summary = readPartTexts(item.summary);
    const content = readPartTexts(item.content);
    if (summary.join('') !== content.join('')) return { summary, content };
    return this.#content.isEmpty ? { summary, content: [] } : { summary: [], content };
  }

  #completeAll(parts: PartTexts, texts: readonly string[], events: ProviderEvent[]): void {
    for (const [index, rest] of parts.selectMissing(texts)) {
      this.#addRest(parts, index, rest, events);
    }
  }

  #completePart(
    parts: PartTexts,
    index: number,
    { type, part }: JsonObject,
    events: ProviderEvent[],
  ): void {
    if (type === 'response.content_part.added') parts.announce(index);
    if (!isJsonObject(part) || typeof part.text !== 'string') return;
    if (type !== 'response.content_part.added') this.#end(parts, index, part.text, events);
    else this.#addRest(parts, index, parts.remainderOf(index, part.text), events);
  }

  #addDelta(
    parts: PartTexts,
    sentIndex: number,
    { delta }: JsonObject,
    events: ProviderEvent[],
  ): void {
    const index = parts.resolve(sentIndex);
    this.#add(parts, index, parts.selectNew(index, readDelta(delta)), events);
  }

  #end(
    parts: PartTexts,
    sentIndex: number,
    text: JsonValue | undefined,
    events: ProviderEvent[],
  ): void {
    if (typeof text !== 'string') return;
    const index = parts.resolve(sentIndex);
    this.#addRest(parts, index, parts.end(index, text), events);
  }

  /** Adds what the deltas of a part did not contain. */
  #addRest(parts: PartTexts, index: number, rest: string, events: ProviderEvent[]): void {
    if (rest !== '') this.#isStreamed = false;
    this.#add(parts, index, rest, events);
  }

  /** A blank line separates two parts. */
  #add(parts: PartTexts, index: number, delta: string, events: ProviderEvent[]): void {
    if (delta === '') return;
    this.#hasText = true;
    parts.add(index, delta);
    const part = `${parts === this.#summary ? 's' : 'c'}${index}`;
    const separator = this.#lastPart === undefined || this.#lastPart === part ? '' : '\n\n';
    this.#lastPart = part;
    const text = this.#joiner.add(separator + delta);
    if (text !== '') events.push({ type: 'reasoning-delta', text });
  }
}
