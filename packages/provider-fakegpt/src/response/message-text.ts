import { hasPrefix } from '@understudy/provider-utils/internal';

/**
 * The text of a message whose snapshots each contain the complete text so far.
 *
 * Emitted text cannot be withdrawn. If a snapshot is shorter than the emitted text, nothing is emitted
 * until a longer one is received.
 */
export class MessageText {
  /** The text before a continuation. Empty if its snapshots repeat that text. */
  #previous = '';
  #emitted = '';
  #latest = '';
  /** In a continuation: whether the snapshots so far may be a repetition of the previous text. */
  #mayRepeat = false;

  /** All emitted text of the message. */
  get fullText(): string {
    return this.#previous + this.#emitted;
  }

  /** Whether no text was emitted since the start of the message or of its continuation. */
  get isEmpty(): boolean {
    return this.#emitted === '';
  }

  /** Whether the emitted text equals the latest snapshot. */
  get isInSync(): boolean {
    return !this.#mayRepeat && this.#latest.length === this.#emitted.length;
  }

  /** Whether the latest snapshot lacks emitted text, apart from white space at the end. */
  get hasShrunk(): boolean {
    return !this.#mayRepeat && this.#emitted.slice(this.#latest.length).trim() !== '';
  }

  /** Returns the text that a snapshot adds, which may be empty. Returns undefined if the text changed. */
  read(snapshot: string): string | undefined {
    this.#latest = snapshot;
    if (this.#mayRepeat) return this.#readPossibleRepetition(snapshot);
    if (!hasPrefix(snapshot, this.#emitted)) {
      return hasPrefix(this.#emitted, snapshot) ? '' : undefined;
    }
    const added = snapshot.slice(this.#emitted.length);
    this.#emitted = snapshot;
    return added;
  }

  /** Sets the text that was emitted without `read()`. */
  set(snapshot: string): void {
    this.#emitted = snapshot;
    this.#latest = snapshot;
  }

  /** Returns the text that is not emitted yet at the end of the stream. */
  flush(): string {
    if (!this.#mayRepeat) return '';
    this.#mayRepeat = false;
    if (this.#latest === this.#previous) return '';
    this.#emitted = this.#latest;
    return this.#emitted;
  }

  startMessage(): void {
    this.set('');
    this.#previous = '';
    this.#mayRepeat = false;
  }

  /** The snapshots of a continuation start at the end of the previous text, or repeat that text. */
  startContinuation(): void {
    this.#previous = this.fullText;
    this.set('');
    this.#mayRepeat = true;
  }

  #readPossibleRepetition(snapshot: string): string {
    if (hasPrefix(this.#previous, snapshot)) return '';
    this.#mayRepeat = false;
    this.#emitted = snapshot;
    if (!hasPrefix(snapshot, this.#previous)) return snapshot;
    const added = snapshot.slice(this.#previous.length);
    this.#previous = '';
    return added;
  }
}
