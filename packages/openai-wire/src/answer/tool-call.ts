import { isJsonObject, parseJson } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';

import { malformed } from './answer-errors.ts';

/** What a chunk says of a call; an empty text says nothing. */
export interface ToolCallPiece {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
}

/**
 * One call as it grows. It is told once its id and name are known and its arguments begin, since until
 * then the name may come in pieces; what comes sooner is kept back.
 */
export class ToolCall {
  #id = '';
  #name = '';
  #argumentsText = '';
  #held = '';
  #lastCharacter = '';
  #started = false;
  readonly #inheritedName: string;

  /** @param inheritedName its name where the vendor tells none: that of the call at its index before */
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
   * Whether a piece can only be of another call: it has an id or a name that differs, or it opens an
   * object where the arguments are a whole one already (Gemini's calls all have the index 0).
   */
  excludes({ id, name, argumentsText }: ToolCallPiece): boolean {
    // vLLM gave each chunk of a call a new id: only with a name does one begin another call.
    if (id !== '' && this.#id !== '' && id !== this.#id && name !== '') return true;
    if (name !== '' && name !== this.#name && this.hasArguments && this.#name !== '') return true;
    return argumentsText.startsWith('{') && this.#hasWholeArguments();
  }

  add({ id, name, argumentsText }: ToolCallPiece, events: ProviderEvent[]): void {
    if (this.#id === '') this.#id = id;
    // Some vendors repeat the name in every chunk.
    if (!this.#started && name !== this.#name) this.#name += name;
    if (argumentsText !== '') {
      this.#argumentsText += argumentsText;
      this.#lastCharacter = argumentsText.slice(-1);
      this.#held += argumentsText;
    }
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
    const argumentsText = this.hasArguments ? '' : '{}';
    const name = this.#name === '' ? this.#inheritedName : '';
    this.add({ id: mintedId, name, argumentsText }, events);
    if (!this.#started) throw malformed('the name of a tool call', 'none');
    events.push({
      type: 'tool-call-end',
      id: this.#id,
      name: this.#name,
      argumentsText: this.#argumentsText,
    });
  }

  #hasWholeArguments(): boolean {
    return this.#lastCharacter === '}' && isJsonObject(parseJson(this.#argumentsText));
  }
}
