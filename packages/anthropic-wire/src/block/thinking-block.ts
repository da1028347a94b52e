import type { JsonObject, JsonValue, ProviderEvent } from '@understudy/core/provider';
import { SurrogateJoiner } from '@understudy/provider-utils';

import { pushText, readText, withoutStart } from './block.ts';
import type { Block } from './block.ts';

/** Marks complete reasoning of a server whose blocks have no signatures. */
export const unsignedMetadata: JsonObject = { signature: '' };

/** A block of reasoning. The API can withhold its text, and sends only a signature. */
export class ThinkingBlock implements Block {
  readonly activity = 'thinking';
  readonly #text = new SurrogateJoiner();
  readonly #start: JsonObject;
  #signature = '';
  #hasText = false;
  #hasDelta = false;

  constructor(start: JsonObject) {
    this.#start = start;
  }

  start(events: ProviderEvent[]): void {
    const { thinking, signature } = this.#start;
    this.#setSignature(signature);
    this.#addText(readText(thinking), events);
  }

  read({ thinking, signature }: JsonObject, events: ProviderEvent[]): void {
    this.#setSignature(signature);
    const delta = readText(thinking);
    this.#addText(this.#hasDelta ? delta : withoutStart(delta, this.#start.thinking), events);
    this.#hasDelta ||= delta !== '';
  }

  #setSignature(signature: JsonValue | undefined): void {
    if (typeof signature === 'string' && signature !== '') this.#signature = signature;
  }

  #addText(text: string, events: ProviderEvent[]): void {
    if (text === '') return;
    this.#hasText = true;
    pushText('reasoning-delta', this.#text.add(text), events);
  }

  end(isCut: boolean, events: ProviderEvent[]): void {
    pushText('reasoning-delta', this.#text.flush(), events);
    const signature = this.#signature;
    if (signature === '' && !this.#hasText) return;
    events.push({
      type: 'reasoning-end',
      ...(signature !== '' && { signature }),
      // Without text, the block is sent back like redacted reasoning unless its type is known.
      ...(!this.#hasText && { providerMetadata: { type: 'thinking' } }),
      ...(signature === '' && !isCut && { providerMetadata: unsignedMetadata }),
    });
  }
}

/** A block of reasoning whose text is encrypted. */
export class RedactedBlock implements Block {
  readonly activity = 'thinking';
  readonly #data: string;

  constructor({ data }: JsonObject) {
    this.#data = typeof data === 'string' ? data : '';
  }

  start(): void {}

  read(): void {}

  end(_isCut: boolean, events: ProviderEvent[]): void {
    // The API rejects a block without data.
    if (this.#data === '') return;
    events.push({ type: 'reasoning-end', signature: this.#data, redacted: true });
  }
}
