import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  copyString,
  findJsonString,
  hasPrefix,
  parseJsonString,
} from '@understudy/provider-utils/internal';

/** The JSON before the text of a line. The last line has an empty text, which has no use here. */
const beforeText = /"content"\s*:\s*"(?!")/;
const maxTimeLength = 40;
const maxMisses = 8;
const backslash = 0x5c;

/** The parts of a line that are equal in the next one. Between `head` and `middle` is its time. */
interface Template {
  readonly head: string;
  readonly middle: string;
  readonly tail: string;
}

/**
 * Reads lines that differ from the previous one only in their time and their text, without JSON.parse. Most lines of a
 * response do. Their other fields were read with the previous line and need not be read again.
 *
 * The raw JSON of a line is HEAD, the time, MIDDLE, the escaped text, and TAIL. MIDDLE and TAIL start with the closing
 * quote of a string. If they are equal, the part before TAIL must be a JSON string when it is enclosed in quotes.
 */
export class LineFastPath {
  #template: Template | undefined;
  #misses = 0;

  /** Keeps the raw JSON of a line that was parsed completely. */
  remember(data: string, line: JsonObject): void {
    this.#template = undefined;
    // If other fields differ from line to line, searching the template is wasted time.
    if (this.#misses > maxMisses) return;
    this.#misses += 1;
    this.#template = findTemplate(data, line);
  }

  /** Returns the text of a line, or undefined if the line must be parsed completely. */
  read(data: string): string | undefined {
    const template = this.#template;
    if (!template) return undefined;
    const { head, middle, tail } = template;
    const timeEnd = data.indexOf('"', head.length);
    const start = timeEnd + middle.length;
    const end = data.length - tail.length;
    if (timeEnd < 0 || timeEnd - head.length > maxTimeLength || end < start) return undefined;
    if (data.charCodeAt(timeEnd - 1) === backslash) return undefined;
    // Short parts are compared as fast with `startsWith()`, which allocates nothing.
    if (!hasPrefix(data, head) || !data.startsWith(middle, timeEnd)) return undefined;
    if (!data.startsWith(tail, end)) return undefined;
    const text = parseJsonString(data.slice(start, end));
    if (text !== undefined) this.#misses = 0;
    return text;
  }
}

function findTemplate(data: string, line: JsonObject): Template | undefined {
  const time = line['created_at'];
  const range = typeof time === 'string' && findJsonString(data, beforeText, hasOnlyText);
  if (!range) return undefined;
  const timeStart = data.indexOf(`"${time}"`) + 1;
  const timeEnd = timeStart + time.length;
  // A time with an escape sequence, or after the text.
  if (timeStart === 0 || timeEnd > range.start) return undefined;
  return {
    head: copyString(data.slice(0, timeStart)),
    middle: copyString(data.slice(timeEnd, range.start)),
    tail: copyString(data.slice(range.end)),
  };
}

const lineFields: readonly string[] = ['model', 'created_at', 'message', 'done'];

/** Whether the line contains this text, and nothing else that would emit an event. */
function hasOnlyText(line: JsonValue | undefined, text: string): boolean {
  if (!isJsonObject(line) || line['done'] !== false) return false;
  const { message } = line;
  if (!isJsonObject(message) || message['content'] !== text) return false;
  return (
    Object.keys(line).every((name) => lineFields.includes(name)) &&
    Object.entries(message).every(
      ([name, value]) => name === 'content' || name === 'role' || isEmpty(value),
    )
  );
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
