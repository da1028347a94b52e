import { ReceivedText } from '@understudy/provider-utils/internal';

import { malformedResponse } from '../../error/response-errors.ts';

/** The received text of each part of an item, because the API sends it again when the part and the item end. */
export class PartTexts {
  readonly #texts = new Map<number, ReceivedText>();
  #index: number | undefined;
  #latest: ReceivedText | undefined;
  /** The texts of ended parts that were not received in deltas. */
  readonly #withoutDeltas = new Map<number, string>();

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

  /**
   * Returns the text of a delta that was not received. Deltas can arrive after the end of their part, which has their
   * text too.
   *
   * @throws ProviderError `malformed-response` if the delta is not the next text of its part
   */
  selectNew(index: number, delta: string): string {
    const repeated = this.#withoutDeltas.size === 0 ? undefined : this.#withoutDeltas.get(index);
    if (repeated === undefined || repeated === '' || delta === '') return delta;
    if (!repeated.startsWith(delta)) throw malformedResponse('deltas in order', 'another order');
    this.#withoutDeltas.set(index, repeated.slice(delta.length));
    return '';
  }

  /** Returns the end of the complete text of a part that has ended. */
  end(index: number, complete: string): string {
    if (this.#isOnlyPart(index, complete)) return '';
    const rest = this.remainderOf(index, complete);
    if (rest !== '') this.#withoutDeltas.set(index, rest);
    return rest;
  }

  /** Returns the end of a complete text that was not received. */
  remainderOf(index: number, complete: string): string {
    const received = this.#texts.get(index);
    const rest = received ? received.remainderOf(complete) : complete;
    if (rest === '' || this.#texts.size < 2) return rest ?? '';
    // A complete text that differs from its deltas is not sent twice.
    return this.#remainderOfAll(complete) ?? rest ?? '';
  }

  /** Returns the end of a text that starts with all parts. Some servers count the deltas of a text as parts. */
  #remainderOfAll(complete: string): string | undefined {
    let rest: string | undefined = complete;
    for (const text of this.#texts.values()) {
      rest = rest === undefined ? undefined : text.remainderOf(rest);
    }
    return rest;
  }

  /** Whether the text is that of the only part, whose deltas had another index. */
  #isOnlyPart(index: number, complete: string): boolean {
    if (this.#texts.size !== 1 || this.#texts.has(index)) return false;
    return this.#latest?.remainderOf(complete) === '';
  }
}
