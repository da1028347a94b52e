import { ReceivedText } from '@understudy/provider-utils/internal';

/** The received text of each part of an item, because the API sends it again when the part and the item end. */
export class PartTexts {
  readonly #texts = new Map<number, ReceivedText>();
  #index: number | undefined;
  #latest: ReceivedText | undefined;

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  add(index: number, delta: string): void {
    if (this.#index !== index || !this.#latest) {
      this.#index = index;
      this.#latest = this.#texts.get(index) ?? new ReceivedText();
      this.#texts.set(index, this.#latest);
    }
    this.#latest.add(delta);
  }

  /**
   * Returns the index of a part of a complete item. Some servers send the deltas of its only part with another index.
   *
   * @param count - the number of parts of the complete item
   */
  indexOf(position: number, count: number): number {
    const [only = position] = this.#texts.keys();
    const isOnly = count === 1 && this.#texts.size === 1;
    return isOnly ? only : position;
  }

  /** Returns the end of a complete text that was not received. */
  remainderOf(index: number, complete: string): string {
    const received = this.#texts.get(index);
    // A complete text that differs from its deltas is not sent twice.
    return received ? (received.remainderOf(complete) ?? '') : complete;
  }
}
