import type { JsonObject } from '@understudy/core/provider';

const emptyText = '"content":""';

/** The JSON of a chunk with text. Most chunks of a response differ only in their text. */
export class TextChunk {
  readonly #head: string;
  readonly #tail: string;

  /** @param chunk - a chunk whose `content` is empty */
  constructor(chunk: JsonObject) {
    const json = JSON.stringify(chunk);
    // Quotes in the id and in the name of the model are escaped, so this finds the field.
    const textStart = json.indexOf(emptyText) + emptyText.length - 2;
    this.#head = json.slice(0, textStart);
    this.#tail = json.slice(textStart + 2);
  }

  /** Returns the JSON of the chunk with this text. */
  encode(text: string): string {
    return this.#head + JSON.stringify(text) + this.#tail;
  }
}
