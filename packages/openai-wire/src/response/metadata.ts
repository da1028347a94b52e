import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/** Fields that have a counterpart in the events, and padding. */
const decodedFields: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'usageMetadata',
  'error',
  'citations',
  'search_results',
  'obfuscation',
]);

/** A server could send a new field in every chunk. */
const maxFields = 64;

/** Keeps the fields of a response that have no counterpart in the events, such as `service_tier` and `logprobs`. */
export class Metadata {
  /** Undefined if the response has none, as most have. */
  #fields: Map<string, JsonValue> | undefined;
  #logprobs: Map<string, JsonValue[]> | undefined;

  get hasLogprobs(): boolean {
    return this.#logprobs !== undefined && this.#logprobs.size > 0;
  }

  /** Keeps the other fields of a chunk. A later value replaces an earlier one. */
  readChunk(chunk: JsonObject): void {
    for (const name of Object.keys(chunk)) {
      if (decodedFields.has(name)) continue;
      const value = chunk[name];
      if (value === undefined || value === null) continue;
      const fields = (this.#fields ??= new Map<string, JsonValue>());
      if (fields.has(name) || fields.size < maxFields) fields.set(name, value);
    }
  }

  /** Appends the log probabilities of a choice. */
  readLogprobs(logprobs: JsonValue | undefined): void {
    if (!isJsonObject(logprobs)) return;
    const lists = (this.#logprobs ??= new Map<string, JsonValue[]>());
    for (const [name, tokens] of Object.entries(logprobs)) {
      if (!Array.isArray(tokens) || lists.size >= maxFields) continue;
      const earlier = lists.get(name) ?? [];
      for (const token of tokens) earlier.push(token);
      lists.set(name, earlier);
    }
  }

  /** Returns the fields, or undefined if there are none. */
  toJson(): JsonObject | undefined {
    const lists = this.hasLogprobs ? this.#logprobs : undefined;
    if (!this.#fields && !lists) return undefined;
    const fields = Object.fromEntries(this.#fields ?? []);
    return lists ? { ...fields, logprobs: Object.fromEntries(lists) } : fields;
  }
}
