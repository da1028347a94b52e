import type { ProviderEvent } from '@understudy/core/provider';
import { SurrogateJoiner } from '@understudy/provider-utils';

type BlockType = 'text' | 'reasoning';

/**
 * Emits the text and the reasoning of a response in blocks. A block ends with a signature, or where other content
 * begins.
 */
export class TextBlocks {
  readonly #events: ProviderEvent[];
  #type: BlockType | undefined;
  #length = 0;
  #joiner = new SurrogateJoiner();

  constructor(events: ProviderEvent[]) {
    this.#events = events;
  }

  add(type: BlockType, text: string): void {
    if (type !== this.#type) this.#open(type);
    this.#length += text.length;
    this.#push(this.#joiner.add(text));
  }

  /**
   * Reads a part with a signature. The signature can cover the end of a block only, or an empty text after it.
   * `signedFrom` keeps where its text begins, because it must be sent back with the same text.
   */
  addSigned(type: BlockType, text: string, signature: string): void {
    if (type !== this.#type) this.#open(type);
    const signedFrom = this.#length;
    if (text !== '') this.add(type, text);
    const isEmpty = this.#length === 0;
    this.#flush();
    const end = { signature, ...(signedFrom > 0 && { providerMetadata: { signedFrom } }) };
    if (type === 'text') this.#events.push({ type: 'text-end', ...end });
    else this.#events.push({ type: 'reasoning-end', ...end, ...(isEmpty && { redacted: true }) });
    this.#type = undefined;
  }

  /** Ends the block, because other content follows or the response ends. */
  end(): void {
    this.#flush();
    this.#type = undefined;
  }

  #open(type: BlockType): void {
    this.#flush();
    this.#type = type;
    this.#length = 0;
  }

  #flush(): void {
    this.#push(this.#joiner.flush());
  }

  #push(text: string): void {
    if (text === '' || !this.#type) return;
    this.#events.push({ type: `${this.#type}-delta`, text });
  }
}
