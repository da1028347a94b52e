import { hasPrefix } from '@understudy/core/provider';

/**
 * The text of one message, followed through snapshots that each hold all of it. What was given is
 * never taken back: a shorter snapshot waits for a longer one.
 */
export class MessageText {
  /** What came before a continue; empty where its snapshots repeat it. */
  #before = '';
  #given = '';
  #latest = '';
  /** True in a continue while its snapshots may be a repetition of what came before. */
  #undecided = false;

  /** All text of the message that was given. */
  get whole(): string {
    return this.#before + this.#given;
  }

  /** True while no text of the message was given since it, or its continue, started. */
  get untouched(): boolean {
    return this.#given === '';
  }

  /** True when exactly the latest snapshot was given, and so the next need only be compared with it. */
  get level(): boolean {
    return !this.#undecided && this.#latest.length === this.#given.length;
  }

  /** True when the site has taken words back, and not given them again. */
  get shrunk(): boolean {
    return !this.#undecided && this.#given.slice(this.#latest.length).trim() !== '';
  }

  /** What a snapshot adds, which may be nothing; undefined for one that says something else. */
  read(snapshot: string): string | undefined {
    this.#latest = snapshot;
    if (this.#undecided) return this.#decide(snapshot);
    if (!hasPrefix(snapshot, this.#given)) {
      return hasPrefix(this.#given, snapshot) ? '' : undefined;
    }
    const added = snapshot.slice(this.#given.length);
    this.#given = snapshot;
    return added;
  }

  /** Takes over what was given without `read`. */
  catchUp(snapshot: string): void {
    this.#given = snapshot;
    this.#latest = snapshot;
  }

  /** What is still to be given when the stream has ended. */
  settle(): string {
    if (!this.#undecided) return '';
    this.#undecided = false;
    if (this.#latest === this.#before) return '';
    this.#given = this.#latest;
    return this.#given;
  }

  /** The next snapshots are those of a new message. */
  startMessage(): void {
    this.catchUp('');
    this.#before = '';
    this.#undecided = false;
  }

  /** The next snapshots go on with this message: from its end, or once more from its start. */
  startContinue(): void {
    this.#before = this.whole;
    this.catchUp('');
    this.#undecided = true;
  }

  #decide(snapshot: string): string {
    if (hasPrefix(this.#before, snapshot)) return '';
    this.#undecided = false;
    this.#given = snapshot;
    if (!hasPrefix(snapshot, this.#before)) return snapshot;
    const added = snapshot.slice(this.#before.length);
    this.#before = '';
    return added;
  }
}
