import type { ProviderEvent } from '@understudy/core/provider';
import { SurrogateJoiner } from '@understudy/provider-utils';

import { ThinkTags } from './reasoning/think-tags.ts';
import type { SplitContent } from './reasoning/think-tags.ts';
import type { ReceivedMessage } from './received-message.ts';

/** Emits the text and the reasoning of a message. Separates them if the reasoning is in tags. */
export class MessageTexts {
  readonly #text = new SurrogateJoiner();
  readonly #reasoning = new SurrogateJoiner();
  readonly #received: Pick<ReceivedMessage, 'has'>;
  readonly #thinkTags: ThinkTags | undefined;
  #hasTaggedReasoning = false;

  /** @param thinkTags - the quirk of this name */
  constructor(received: Pick<ReceivedMessage, 'has'>, thinkTags: boolean | 'opened') {
    this.#received = received;
    this.#thinkTags = thinkTags === false ? undefined : new ThinkTags(thinkTags === 'opened');
  }

  /** Whether reasoning in tags was emitted. */
  get hasTaggedReasoning(): boolean {
    return this.#hasTaggedReasoning;
  }

  /** Adds text, which can contain reasoning in tags. */
  addContent(text: string, events: ProviderEvent[]): void {
    if (text === '') return;
    if (!this.#thinkTags) return this.addText(text, events);
    this.#addSplit(this.#thinkTags.add(text), events);
    // The model is working, but it is not known yet whether this is reasoning or text.
    if (this.#thinkTags.isHolding) events.push({ type: 'progress', activity: 'thinking' });
  }

  /** Adds reasoning of a field of its own. It shows that the text is not held back. */
  addReasoning(text: string, events: ProviderEvent[]): void {
    if (text === '') return;
    if (this.#thinkTags) this.#addSplit(this.#thinkTags.requireOpening(), events);
    this.#pushReasoning(text, events);
  }

  /** Adds text without tags. */
  addText(delta: string, events: ProviderEvent[]): void {
    const text = this.#text.add(delta);
    if (text !== '') events.push({ type: 'text-delta', text });
  }

  /** Emits what is held back until a closing tag. Text after a tool call is not reasoning. */
  stopHolding(events: ProviderEvent[]): void {
    if (this.#thinkTags) this.#addSplit(this.#thinkTags.stopHolding(), events);
  }

  /** Emits what is held back, at the end of the content. Reasoning can still follow. */
  endContent(events: ProviderEvent[]): void {
    if (this.#thinkTags) this.#addSplit(this.#thinkTags.flush(), events);
  }

  /** Emits halves of surrogate pairs, which nothing has followed. */
  end(events: ProviderEvent[]): void {
    const reasoning = this.#reasoning.flush();
    if (reasoning !== '') events.push({ type: 'reasoning-delta', text: reasoning });
    const text = this.#text.flush();
    if (text !== '') events.push({ type: 'text-delta', text });
  }

  /** Reasoning that a field of its own contained already is not emitted again. */
  #addSplit({ reasoning, text }: SplitContent, events: ProviderEvent[]): void {
    if (reasoning !== '' && !this.#received.has('reasoning')) {
      this.#hasTaggedReasoning = true;
      this.#pushReasoning(reasoning, events);
    }
    this.addText(text, events);
  }

  #pushReasoning(delta: string, events: ProviderEvent[]): void {
    const text = this.#reasoning.add(delta);
    if (text !== '') events.push({ type: 'reasoning-delta', text });
  }
}
