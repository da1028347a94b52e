import { isJsonObject, parseJson } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';

import { malformed } from './response-errors.ts';
import type { ToolCallPiece } from './tool-call-piece.ts';

/**
 * One call as it grows. It is told once its id and name are known and its arguments begin, since until
 * then the name may come in pieces; what comes sooner is kept back.
 */
export class ToolCall {
  readonly #inheritedName: string;
  #id = '';
  #name = '';
  #argumentsText = '';
  #signature = '';
  #lastCharacter = '';
  #held = '';
  #started = false;

  /** @param inheritedName - its name where the vendor tells none: that of the call whose index it has */
  constructor(inheritedName = '') {
    this.#inheritedName = inheritedName;
  }

  get id(): string {
    return this.#id;
  }

  get name(): string {
    return this.#name;
  }

  get hasArguments(): boolean {
    return this.#lastCharacter !== '';
  }

  /**
   * Whether a piece can only be of another call: it has another name, or it opens an object where the
   * arguments are a whole one already. (Gemini's and Ollama's calls may all have the index 0.)
   */
  excludes(piece: ToolCallPiece): boolean {
    const { id, name } = piece;
    // vLLM gave each chunk of a call a new id: only with a name does one begin another call.
    if (id !== '' && this.#id !== '' && id !== this.#id && name !== '') return true;
    if (name !== '' && this.#name !== '' && name !== this.#name && this.hasArguments) return true;
    return this.#opensAnother(piece) && !this.#isRepeat(piece);
  }

  add(piece: ToolCallPiece, events: ProviderEvent[]): void {
    const { id, name, argumentsText, signature } = piece;
    if (this.#id === '') this.#id = id;
    if (signature !== '') this.#signature = signature;
    // Some vendors repeat the name in every chunk, and some the whole call at the end.
    if (!this.#started && name !== this.#name) this.#name += name;
    if (argumentsText !== '' && !this.#isRepeat(piece)) this.#addArguments(argumentsText);
    if (this.hasArguments) this.tell(events);
  }

  /** Tells what is known, as far as it can be told: nobody waits for more of the name. */
  tell(events: ProviderEvent[]): void {
    if (this.#id === '' || this.#name === '') return;
    if (!this.#started) events.push({ type: 'tool-call-start', id: this.#id, name: this.#name });
    this.#started = true;
    if (this.#held === '') return;
    events.push({ type: 'tool-call-delta', id: this.#id, argumentsText: this.#held });
    this.#held = '';
  }

  /**
   * Tells the rest. A call without arguments has an empty object of them.
   *
   * @throws ProviderError `malformed-response` for a call without a name
   */
  end(mintedId: string, events: ProviderEvent[]): void {
    if (this.#id === '') this.#id = mintedId;
    if (this.#name === '') this.#name = this.#inheritedName;
    if (this.#name === '') throw malformed('the name of a tool call', 'none');
    if (!this.hasArguments) this.#addArguments('{}');
    this.tell(events);
    events.push({
      type: 'tool-call-end',
      id: this.#id,
      name: this.#name,
      argumentsText: this.#argumentsText,
      ...(this.#signature !== '' && { signature: this.#signature }),
    });
  }

  #addArguments(argumentsText: string): void {
    this.#argumentsText += argumentsText;
    this.#lastCharacter = argumentsText.slice(-1);
    this.#held += argumentsText;
  }

  #isRepeat(piece: ToolCallPiece): boolean {
    const isSame = piece.id !== '' && piece.id === this.#id;
    return isSame && this.#opensAnother(piece) && piece.argumentsText === this.#argumentsText;
  }

  /** Whether arguments begin anew that are whole already; looked at closely only where they may be. */
  #opensAnother({ argumentsText }: ToolCallPiece): boolean {
    return (
      argumentsText.startsWith('{') &&
      this.#lastCharacter === '}' &&
      isJsonObject(parseJson(this.#argumentsText))
    );
  }
}
