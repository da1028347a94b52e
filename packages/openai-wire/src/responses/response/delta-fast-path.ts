import type { JsonObject } from '@understudy/core/provider';
import { readString } from '@understudy/provider-utils';
import {
  copyString,
  findStringEnd,
  parseJsonString,
  readIndex,
  skipDigits,
} from '@understudy/provider-utils/internal';

/** The parts of the JSON that are equal in the next delta. Between them are its number, its text, and padding. */
interface Template {
  /** Up to the number. */
  readonly beforeNumber: string;
  /** From the number to the opening quote of the text. */
  readonly beforeText: string;
  /** From the closing quote of the text to the opening quote of the padding, or to the end. */
  readonly afterText: string;
  /** From the closing quote of the padding to the end. Empty if events have no padding. */
  readonly afterPadding: string;
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
    const { type = '', item_id: id = '', output_index: index = null } = this.#template.event;
    const { content_index: part = 0 } = this.#template.event;
    return { type, item_id: id, output_index: index, content_index: part, delta };
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

const numberField = /"sequence_number":\s*(?=\d)/;
const textField = /"delta":\s*"/;
const paddingField = /"obfuscation":\s*"/;

/** Quotes in a text are escaped, so the patterns find only fields. The values of all known fields are flat. */
function createTemplate(data: string, event: JsonObject): Template | undefined {
  const numberStart = findEnd(numberField, data, 0);
  const numberEnd = numberStart && skipDigits(data, numberStart);
  const textStart = numberEnd && findEnd(textField, data, numberEnd);
  const textEnd = textStart && findStringEnd(data, textStart);
  if (!textEnd || !hasOnlyText(event)) return undefined;
  const paddingStart = findEnd(paddingField, data, textEnd);
  const paddingEnd = paddingStart && findStringEnd(data, paddingStart);
  return {
    beforeNumber: copyString(data.slice(0, numberStart)),
    beforeText: copyString(data.slice(numberEnd, textStart)),
    afterText: copyString(data.slice(textEnd, paddingStart)),
    afterPadding: paddingEnd === undefined ? '' : copyString(data.slice(paddingEnd)),
    event,
  };
}

/** Returns the position after the first match from a position on. */
function findEnd(field: RegExp, data: string, from: number): number | undefined {
  const found = field.exec(data.slice(from));
  return found ? from + found.index + found[0].length : undefined;
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

/**
 * Returns the text of the event, if everything else is equal.
 *
 * V8 compares slices with one memory comparison, see `hasPrefix()`.
 */
function match(data: string, template: Template): string | undefined {
  const { beforeNumber, beforeText, afterText, afterPadding } = template;
  if (data.slice(0, beforeNumber.length) !== beforeNumber) return undefined;
  const numberEnd = skipDigits(data, beforeNumber.length);
  if (numberEnd === undefined) return undefined;
  const textStart = numberEnd + beforeText.length;
  if (data.slice(numberEnd, textStart) !== beforeText) return undefined;
  const textEnd = findStringEnd(data, textStart);
  if (textEnd === undefined) return undefined;
  const paddingStart = textEnd + afterText.length;
  if (data.slice(textEnd, paddingStart) !== afterText) return undefined;
  return isPadding(data, paddingStart, afterPadding)
    ? parseJsonString(data.slice(textStart, textEnd))
    : undefined;
}

const backslash = 0x5c;

/** Whether the rest of the data is padding without an escaped quote. What follows it is too short for a slice. */
function isPadding(data: string, start: number, after: string): boolean {
  const end = data.length - after.length;
  if (after === '') return start === end;
  if (data.indexOf('"', start) !== end || data.charCodeAt(end - 1) === backslash) return false;
  for (let index = 0; index < after.length; index += 1) {
    if (data.charCodeAt(end + index) !== after.charCodeAt(index)) return false;
  }
  return true;
}
