import { ParameterError } from '../../openai/request/errors/parameter-error.ts';
import { type JsonRecord, readOptional, readText } from '../../openai/request/read-parameter.ts';
import { isEncryptedFor } from '../response/encrypted-content.ts';
import type { ItemStore } from '../response/item-store.ts';

const maxIdLength = 64;

/** An item that is not stored. The response is HTTP 404. */
export class MissingItemError extends ParameterError {}

/** Checks how the items of a request follow each other. */
export class InputItems {
  readonly #model: string;
  readonly #stored: ItemStore;
  readonly #calls = new Set<string>();
  readonly #results = new Set<string>();
  /** The id of the reasoning that the next item must follow. */
  #reasoning: string | undefined;

  constructor(model: string, stored: ItemStore) {
    this.#model = model;
    this.#stored = stored;
  }

  /** Returns a stored item. @throws MissingItemError */
  find(id: string): JsonRecord {
    const item = this.#stored.get(id);
    if (item) return item;
    throw new MissingItemError(
      `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`,
      'input',
    );
  }

  /** An item that the model created. */
  addOutput(): void {
    this.#reasoning = undefined;
  }

  /** @throws ParameterError if reasoning precedes it */
  addInput(): void {
    if (this.#reasoning === undefined) return;
    throw new ParameterError(
      `Item '${this.#reasoning}' of type 'reasoning' was provided without its required following item.`,
      'input',
    );
  }

  /** @throws ParameterError if the reasoning is not stored, or was encrypted for another model */
  addReasoning(item: JsonRecord, path: string): void {
    const id = readOptional(item['id'], `${path}.id`, readText);
    const content = readOptional(item['encrypted_content'], `${path}.encrypted_content`, readText);
    if (content === undefined) this.find(id ?? 'rs_unknown');
    else if (!isEncryptedFor(content, this.#model)) {
      throw new ParameterError(
        `The encrypted content for item ${id ?? 'rs_unknown'} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
        null,
        'invalid_encrypted_content',
      );
    }
    this.#reasoning = id ?? path;
  }

  /** @throws ParameterError */
  addCall(id: string, path: string): void {
    this.addOutput();
    if (id.length > maxIdLength) {
      throw new ParameterError(
        `Invalid '${path}': string too long. Expected a string with maximum length ${maxIdLength}, but got a string with length ${id.length} instead.`,
        path,
        'string_above_max_length',
      );
    }
    if (this.#calls.has(id)) throw new ParameterError(`Duplicate call_id: ${id}.`, path);
    this.#calls.add(id);
  }

  /** @throws ParameterError if no call has the id */
  addResult(id: string): void {
    this.addInput();
    if (!this.#calls.has(id)) {
      throw new ParameterError(
        `No tool call found for function call output with call_id ${id}.`,
        'input',
      );
    }
    this.#results.add(id);
  }

  /** @throws ParameterError if a call has no result, or reasoning no item that follows it */
  end(): void {
    this.addInput();
    const open = [...this.#calls].find((id) => !this.#results.has(id));
    if (open === undefined) return;
    throw new ParameterError(`No tool output found for function call ${open}.`, 'input');
  }
}
