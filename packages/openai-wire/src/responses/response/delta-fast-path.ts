import type { JsonObject } from '@understudy/core/provider';
import {
  copyString,
  findStringEnd,
  parseJsonString,
  readString,
  skipDigits,
} from '@understudy/provider-utils';

import { readIndex } from './item-context.ts';

/** A part of the JSON that differs between two deltas: the number of the event, the text, or padding. */
type Variable = 'sequence_number' | 'delta' | 'obfuscation';

interface Template {
  /** The JSON before the first variable, between two of them, and after the last. */
  readonly literals: readonly string[];
  readonly variables: readonly Variable[];
  readonly event: JsonObject;
}

const maxMisses = 8;

/**
 * Reads deltas of text that differ from the previous one only in their text, number and padding, without parsing the
 * complete JSON. Most events of a response do. Their other fields were read with the previous event.
 */
export class DeltaFastPath {
  #template: Template | undefined;
  /** The last event that was parsed. The template is created at the next event, to not delay the first text. */
  #latest: { readonly data: string; readonly event: JsonObject } | undefined;
  #misses = 0;

  /** Keeps the raw JSON of a delta that was parsed completely. */
  remember(data: string, event: JsonObject): void {
    this.#template = undefined;
    // If other fields differ from event to event, a template is wasted time.
    if (this.#misses <= maxMisses) this.#latest = { data, event };
  }

  /** Returns the event with its text, or undefined if it must be parsed completely. */
  read(data: string): JsonObject | undefined {
    if (this.#latest) {
      this.#misses += 1;
      this.#template = createTemplate(this.#latest.data, this.#latest.event);
      this.#latest = undefined;
    }
    if (!this.#template) return undefined;
    const delta = match(data, this.#template);
    if (delta === undefined) return undefined;
    this.#misses = 0;
    const { type = '', output_index: index = 0, content_index: part = 0 } = this.#template.event;
    return { type, output_index: index, content_index: part, delta };
  }
}

const knownFields: ReadonlySet<string> = new Set([
  'type',
  'sequence_number',
  'item_id',
  'output_index',
  'content_index',
  'delta',
  'logprobs',
  'obfuscation',
]);

/** Quotes in a text are escaped, so that this finds only fields. The values of all known fields are flat. */
const variablePattern = /"(sequence_number)":\s*(?=\d)|"(delta|obfuscation)":\s*"/g;

function createTemplate(data: string, event: JsonObject): Template | undefined {
  if (!hasOnlyText(event)) return undefined;
  const literals: string[] = [];
  const variables: Variable[] = [];
  let start = 0;
  for (const { 0: field, 1: number, 2: text, index } of data.matchAll(variablePattern)) {
    const end = index + field.length;
    literals.push(copyString(data.slice(start, end)));
    if (number !== undefined) variables.push('sequence_number');
    else variables.push(text === 'delta' ? 'delta' : 'obfuscation');
    const next = number === undefined ? findStringEnd(data, end) : skipDigits(data, end);
    if (next === undefined) return undefined;
    start = next;
  }
  literals.push(copyString(data.slice(start)));
  return variables.filter((variable) => variable === 'delta').length === 1
    ? { literals, variables, event }
    : undefined;
}

function hasOnlyText(event: JsonObject): boolean {
  const { logprobs = [] } = event;
  return (
    Object.keys(event).every((name) => knownFields.has(name)) &&
    Array.isArray(logprobs) &&
    logprobs.length === 0 &&
    readString(event, 'delta') !== undefined &&
    readIndex(event.output_index) >= 0
  );
}

/** Returns the text of the event, if everything else is equal. */
function match(data: string, { literals, variables }: Template): string | undefined {
  let position = 0;
  let text: string | undefined;
  for (let count = 0; count < variables.length; count += 1) {
    const literal = literals[count] ?? '';
    const start = position + literal.length;
    // V8 compares slices with one memory comparison, see `hasPrefix()`.
    if (data.slice(position, start) !== literal) return undefined;
    const variable = variables[count];
    const end =
      variable === 'sequence_number' ? skipDigits(data, start) : findStringEnd(data, start);
    if (end === undefined) return undefined;
    if (variable === 'delta') text = data.slice(start, end);
    position = end;
  }
  if (text === undefined || data.slice(position) !== literals.at(-1)) return undefined;
  return parseJsonString(text);
}
