import { malformedResponse } from '@understudy/provider-utils';
import { ReceivedText } from '@understudy/provider-utils/internal';

/**
 * The received text of each part of an item, because the API sends it again when the part and the item end.
 *
 * Some servers count the index of the content up with every delta. A part begins therefore with its announcement, or
 * after the end of the part before it.
 */
export class PartTexts {
  readonly #countsParts: boolean;
  readonly #texts = new Map<number, ReceivedText>();
  readonly #announced = new Set<number>();
  readonly #ended = new Set<number>();
  #index: number | undefined;
  #latest: ReceivedText | undefined;
  /** The complete text of the part that ended last. */
  #latestEnd: string | undefined;
  /** The texts of ended parts that were not received in deltas. */
  readonly #withoutDeltas = new Map<number, string>();

  /** @param countsParts - whether every index is that of a part */
  constructor(countsParts: boolean = false) {
    this.#countsParts = countsParts;
  }

  /** Whether no text was received. */
  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** Notes the start of a part. */
  announce(index: number): void {
    this.#announced.add(index);
  }

  /** Returns the index of the part that the text with an index belongs to. */
  resolve(index: number): number {
    const latest = this.#index;
    if (latest === undefined || index === latest || this.#countsParts) return index;
    const isPart = this.#texts.has(index) || this.#announced.has(index) || this.#ended.has(latest);
    return isPart ? index : latest;
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
   * Returns what was not received of the texts of a complete item, each with the index of its part. The parts can have
   * other indices than their deltas, so all received text is compared first.
   */
  selectMissing(complete: readonly string[]): readonly (readonly [number, string])[] {
    const length = this.#countReceived(complete.join(''));
    if (length === undefined) {
      this.#latestEnd = complete.join('');
      const indices = this.#indicesOf(complete.length);
      return complete.map((text, position) => {
        const index = indices[position] ?? this.#newIndex(position);
        return [index, this.remainderOf(index, text)];
      });
    }
    let received = length;
    return complete.map((text, position) => {
      const isContinued = received > 0;
      const rest = text.slice(received);
      received = Math.max(0, received - text.length);
      return [isContinued ? (this.#index ?? position) : this.#newIndex(position), rest];
    });
  }

  /** Returns the indices of the parts of a complete item: their positions, or else those of the received parts. */
  #indicesOf(count: number): readonly number[] {
    const received = [...this.#texts.keys()];
    return received.every((index) => index < count) ? [...Array(count).keys()] : received;
  }

  /** Deltas of another part can have its position as their index. */
  #newIndex(position: number): number {
    return this.#texts.has(position) ? -1 - position : position;
  }

  /** Returns the length of the received text if the complete one begins with it. */
  #countReceived(complete: string): number | undefined {
    let length = 0;
    for (const text of this.#texts.values()) {
      if (text.remainderOf(complete.slice(length)) === undefined) return undefined;
      length += text.length;
    }
    return length;
  }

  /**
   * Returns what a text contains after the received text. Returns undefined if it is another text.
   *
   * @param index - that of the part whose text it can be, instead of the text of all parts
   */
  restOf(text: string, index?: number): string | undefined {
    if (text === '' || text === this.#latestEnd) return '';
    const part = index === undefined ? undefined : this.#texts.get(index);
    if (part?.remainderOf(text) === '') return '';
    const length = this.#countReceived(text);
    return length === undefined ? undefined : text.slice(length);
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
    if (this.#isLatestPart(index, complete)) return '';
    this.#ended.add(index);
    this.#latestEnd = complete;
    const rest = this.remainderOf(index, complete);
    if (rest !== '') this.#withoutDeltas.set(index, rest);
    return rest;
  }

  /** Returns the end of a complete text that was not received. */
  remainderOf(index: number, complete: string): string {
    const received = this.#texts.get(index);
    // A complete text that differs from its deltas is not sent twice.
    return received ? (received.remainderOf(complete) ?? '') : complete;
  }

  /** Whether the text is that of the latest part, whose deltas had another index. */
  #isLatestPart(index: number, complete: string): boolean {
    if (this.#countsParts || this.#texts.has(index) || this.#announced.has(index)) return false;
    return complete === this.#latestEnd || this.#latest?.remainderOf(complete) === '';
  }
}
