import { parseJson } from '@understudy/core/internal';

import { findStringEnd } from '../json/find-json-string.ts';

/** A longer document is not an error, and is not joined. In UTF-16 code units. */
const maxLength = 1_048_576;

/** How often the document is parsed at most, so that the cost is linear. */
const maxAttempts = 32;

const joinedObjects = /\}\s*(?:\{|data:)/;

/** Joins the lines of a JSON document in an event stream that are not fields. */
export class UnknownLines {
  #lines: string[] = [];
  #length = 0;
  #attempts = 0;

  /**
   * Returns a complete document, or a line that is not the beginning of one. Returns undefined if lines are missing.
   */
  add(line: string): string | undefined {
    if (this.#lines.length === 0 && !startsDocument(line)) return line;
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length > maxLength) return this.take();
    // The last line of a document is not indented.
    if (this.#lines.length > 1 && !/^[}\]]/.test(line)) return undefined;
    this.#attempts += 1;
    const text = this.#lines.join('\n');
    const isEnded = this.#attempts >= maxAttempts || parseJson(text) !== undefined;
    return isEnded ? this.take() : undefined;
  }

  /** Returns the lines that are no document yet, or undefined if there are none. */
  take(): string | undefined {
    if (this.#lines.length === 0) return undefined;
    const text = this.#lines.join('\n');
    this.#lines = [];
    this.#length = 0;
    this.#attempts = 0;
    return text;
  }
}

function startsDocument(line: string): boolean {
  return /^\s*[{[]/.test(line) && !hasJoinedObjects(line);
}

/** Returns whether a JSON object is followed by another one, or by a field such as `data: [DONE]`, on the same line. */
export function hasJoinedObjects(text: string): boolean {
  const end = findJoint(text);
  return end !== undefined && parseJson(text.slice(0, end)) !== undefined;
}

/** Returns where the first object ends that is followed by an object or a field. The content of strings is ignored. */
function findJoint(text: string): number | undefined {
  let start = 0;
  for (;;) {
    const quote = text.indexOf('"', start);
    const joint = joinedObjects.exec(text.slice(start, quote < 0 ? undefined : quote));
    if (joint) return start + joint.index + 1;
    const end = quote < 0 ? undefined : findStringEnd(text, quote + 1);
    if (end === undefined) return undefined;
    start = end + 1;
  }
}
