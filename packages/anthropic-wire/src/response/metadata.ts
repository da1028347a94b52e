import type { JsonObject, JsonValue } from '@understudy/core/provider';

import { otherUsage } from './usage.ts';

/** Fields that have a counterpart in the events. */
const decodedFields: ReadonlySet<string> = new Set([
  'id',
  'type',
  'role',
  'model',
  'content',
  'delta',
  'stop_reason',
  'usage',
]);

/** A server could send a new field in every event. */
const maxFields = 64;

/** Keeps the fields of a response that have no counterpart in the events, such as `container` and `stop_details`. */
export class Metadata {
  readonly #fields = new Map<string, JsonValue>();

  /** Keeps the other fields of an object. A later value replaces an earlier one. */
  read(object: JsonObject): void {
    for (const [name, value] of Object.entries(object)) {
      if (decodedFields.has(name) || value === null) continue;
      if (this.#fields.has(name) || this.#fields.size < maxFields) this.#fields.set(name, value);
    }
  }

  get(name: string): JsonValue | undefined {
    return this.#fields.get(name);
  }

  /** Returns the fields and the other token counts, or undefined if there are none. */
  toJson(usage: JsonObject): JsonObject | undefined {
    const counts = otherUsage(usage);
    if (Object.keys(counts).length > 0)
      return { ...Object.fromEntries(this.#fields), usage: counts };
    return this.#fields.size > 0 ? Object.fromEntries(this.#fields) : undefined;
  }
}
