import { ReceivedText } from '@understudy/provider-utils/internal';

import { NewText } from './new-text.ts';

/**
 * What a message contains: the next piece, the last piece, or everything.
 *
 * The last piece and a complete message may contain again what was received already. It is emitted once.
 */
export type MessageScope = 'delta' | 'last-delta' | 'complete';

/** The texts of a message. */
export type TextName = 'text' | 'reasoning' | 'refusal';

/** The fields of a message that contain files. */
export type FileField = 'content' | 'images';

/** What was received of a message, to leave out what is received again. */
export class ReceivedMessage {
  /** The text has a field of its own, because it is used with each chunk. */
  readonly text: NewText = new NewText();
  readonly reasoning: NewText = new NewText();
  readonly #refusal = new ReceivedText();
  readonly #texts: { readonly [Name in TextName]: ReceivedText } = {
    text: this.text.received,
    reasoning: this.reasoning.received,
    refusal: this.#refusal,
  };
  #files: Set<unknown> | undefined;
  #latestFiles: { readonly key: unknown; readonly field: FileField }[] = [];
  #hasDeltas = false;

  has(name: TextName): boolean {
    return !this.#texts[name].isEmpty;
  }

  /** Drops what can be a repetition, because the complete message has it. */
  dropHeld(): void {
    this.text.drop();
    this.reasoning.drop();
  }

  addRefusal(text: string): void {
    this.#refusal.add(text);
  }

  /**
   * Returns whether to emit a file. Two equal files in one field of a message are two files. The same file in two
   * fields is one.
   */
  isNewFile(key: unknown, field: FileField, scope: MessageScope): boolean {
    const isKnown = scope !== 'delta' && this.#files?.has(key) === true;
    const isInOther = this.#latestFiles.some((file) => file.key === key && file.field !== field);
    if (isKnown || isInOther) return false;
    this.#latestFiles.push({ key, field });
    return true;
  }

  /** Call it after each message, so that later complete messages are compared with it. */
  endMessage(scope: MessageScope): void {
    this.#hasDeltas ||= scope !== 'complete';
    if (this.#latestFiles.length === 0) return;
    this.#files ??= new Set();
    for (const { key } of this.#latestFiles) this.#files.add(key);
    this.#latestFiles = [];
  }

  /** Returns the part of a text that was not received. */
  select(name: TextName, text: string, scope: MessageScope): string {
    const received = this.#texts[name];
    if (text === '' || received.isEmpty) return text;
    // The delta that is held back decides whether this one is the complete text.
    if (scope === 'last-delta' && name !== 'refusal' && this[name].isHolding) return text;
    switch (scope) {
      case 'delta':
        return text;
      case 'last-delta':
        return received.selectLast(text);
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
