/**
 * Follows the braces of a JSON object that arrives in pieces, so that its end is found without parsing the text
 * again with every piece.
 */
export class JsonObjectScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #state: 'open' | 'closed' | 'broken' = 'open';

  /** Whether the pieces so far are one object with balanced braces, and nothing after it. */
  get closed(): boolean {
    return this.#state === 'closed';
  }

  add(piece: string): void {
    for (const character of piece) {
      if (this.#state === 'broken') return;
      this.#read(character);
    }
  }

  #read(character: string): void {
    if (this.#inString) this.#readString(character);
    else if (this.#depth === 0) this.#readOutside(character);
    else if (character === '"') this.#inString = true;
    else if (character === '{') this.#depth += 1;
    else if (character === '}') this.#close();
  }

  #readString(character: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (character === '\\') this.#escaped = true;
    else if (character === '"') this.#inString = false;
  }

  #readOutside(character: string): void {
    if (character.trim() === '') return;
    if (character === '{' && this.#state === 'open') this.#depth = 1;
    else this.#state = 'broken';
  }

  #close(): void {
    this.#depth -= 1;
    if (this.#depth === 0) this.#state = 'closed';
  }
}
