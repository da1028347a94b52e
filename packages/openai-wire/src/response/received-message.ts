import { ReceivedText } from './received-text.ts';

/**
 * What a message contains: the next piece, the last piece, or everything.
 *
 * The last piece and a complete message may contain again what was received already. It is emitted once.
 */
export type MessageScope = 'delta' | 'last-delta' | 'complete';

/** The texts of a message. */
export type TextName = 'text' | 'reasoning' | 'refusal';

/** What was received of a message, to leave out what is received again. */
export class ReceivedMessage {
  readonly #texts: Readonly<Record<TextName, ReceivedText>> = {
    text: new ReceivedText(),
    reasoning: new ReceivedText(),
    refusal: new ReceivedText(),
  };
  readonly #files = new Set<unknown>();
  #latestFiles: unknown[] = [];
  #hasDeltas = false;

  has(name: TextName): boolean {
    return !this.#texts[name].isEmpty;
  }

  add(name: TextName, text: string): void {
    this.#texts[name].add(text);
  }

  /** Returns whether to emit a file. Two equal files in one message are two files. */
  isNewFile(key: unknown, scope: MessageScope): boolean {
    if (scope !== 'delta' && this.#files.has(key)) return false;
    this.#latestFiles.push(key);
    return true;
  }

  /** Call it after each message, so that later complete messages are compared with it. */
  endMessage(scope: MessageScope): void {
    for (const key of this.#latestFiles) this.#files.add(key);
    this.#latestFiles = [];
    this.#hasDeltas ||= scope !== 'complete';
  }

  /** Whether a delta is all earlier deltas of a text again. */
  repeats(name: TextName, delta: string): boolean {
    return this.#texts[name].isRepeatedBy(delta);
  }

  /** Returns the part of a text that was not received. */
  select(name: TextName, text: string, scope: MessageScope): string {
    const received = this.#texts[name];
    if (text === '' || received.isEmpty) return text;
    switch (scope) {
      case 'delta':
        return text;
      case 'last-delta':
        return received.isRepeatedBy(text) ? '' : text;
      case 'complete':
        // Some servers send pieces in `message`. After deltas, another text is the same one in another form.
        return received.remainderOf(text) ?? (this.#hasDeltas ? '' : text);
    }
  }

  /**
   * Returns how to read the texts of a list of parts. In a complete message they are either all new or all received,
   * because the parts of the message have other boundaries than the deltas.
   */
  selectParts(scope: MessageScope): (name: TextName, text: string) => string {
    if (scope !== 'complete') return (name, text) => this.select(name, text, scope);
    const received = new Set(
      (['text', 'reasoning', 'refusal'] as const).filter(
        (name) => this.#hasDeltas && this.has(name),
      ),
    );
    return (name, text) => (received.has(name) ? '' : text);
  }
}
