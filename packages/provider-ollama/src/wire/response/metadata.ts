import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** Fields that have a counterpart in the events, and the time of each line. */
const decodedFields: ReadonlySet<string> = new Set([
  'model',
  'remote_model',
  'created_at',
  'message',
  'done',
  'done_reason',
  'prompt_eval_count',
  'eval_count',
  'error',
]);

/** A server could send a new field in every line. */
const maxFields = 64;

/** Keeps the fields of the lines that have no counterpart in the events, such as durations and log probabilities. */
export class Metadata {
  readonly #fields = new Map<string, JsonValue>();
  readonly #logprobs: JsonValue[] = [];

  /** Keeps the other fields of a line. A later value replaces an earlier one. Log probabilities are appended. */
  read(line: JsonObject): void {
    for (const name of Object.keys(line)) {
      if (decodedFields.has(name)) continue;
      const value = line[name];
      if (value === undefined || value === null) continue;
      if (name === 'logprobs' && Array.isArray(value)) {
        for (const token of value) this.#logprobs.push(token);
      } else if (this.#fields.has(name) || this.#fields.size < maxFields) {
        this.#fields.set(name, value);
      }
    }
  }

  /** Returns the fields, or undefined if there are none. */
  toJson(): JsonObject | undefined {
    const fields = Object.fromEntries(this.#fields);
    if (this.#logprobs.length > 0) return { ...fields, logprobs: this.#logprobs };
    return this.#fields.size === 0 ? undefined : fields;
  }
}
