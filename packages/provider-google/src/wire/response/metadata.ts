import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** Fields that have a counterpart in the events. */
const decodedFields: ReadonlySet<string> = new Set([
  'candidates',
  'content',
  'finishReason',
  'finishMessage',
  'index',
  'modelVersion',
  'responseId',
  'usageMetadata',
]);

/** A server could send a new field in every chunk. */
const maxFields = 64;

/** Keeps the fields of chunks and candidates that have no counterpart in the events, such as `safetyRatings`. */
export class Metadata {
  readonly #fields = new Map<string, JsonValue>();

  /** Keeps the other fields of an object. A later value replaces an earlier one. */
  read(object: JsonObject): void {
    for (const name of Object.keys(object)) {
      if (decodedFields.has(name)) continue;
      const value = object[name];
      if (value === undefined || value === null) continue;
      if (this.#fields.has(name) || this.#fields.size < maxFields) this.#fields.set(name, value);
    }
  }

  get(name: string): JsonValue | undefined {
    return this.#fields.get(name);
  }

  delete(name: string): void {
    this.#fields.delete(name);
  }

  /** Returns the fields, or undefined if there are none. */
  toJson(usage: JsonObject): JsonObject | undefined {
    const fields = Object.fromEntries(this.#fields);
    if (Object.keys(usage).length > 0) return { ...fields, usageMetadata: usage };
    return this.#fields.size === 0 ? undefined : fields;
  }
}
