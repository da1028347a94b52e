import type { JsonValue } from '@understudy/core/provider';

import { copyString } from '../text/copy-string.ts';
import { hasPrefix } from '../text/has-prefix.ts';
import { findJsonString } from './find-json-string.ts';
import { parseJsonString } from './parse-json-string.ts';

const maxMisses = 8;

/**
 * Reads events that differ from the previous one only in their text, without JSON.parse. Most events
 * of a response do. Their other fields were read with the previous event and need not be read again.
 *
 * The raw JSON of an event is HEAD, the escaped text, and TAIL, which starts with the closing quote. If
 * HEAD and TAIL are equal, the part between them must be a JSON string when it is enclosed in quotes.
 * Then it contains no unescaped quote and no incomplete escape sequence, so it is the text.
 */
export class JsonTextFastPath {
  readonly #beforeText: RegExp;
  readonly #hasOnlyText: (value: JsonValue | undefined, text: string) => boolean;
  #head = '';
  #tail = '';
  #active = false;
  #misses = 0;
  /** The last event that was parsed. HEAD and TAIL are found at the next event, to not delay the first text. */
  #latest: string | undefined;

  /**
   * @param beforeText - matches the JSON up to the opening quote of the text
   * @param hasOnlyText - returns whether a parsed event contains the text and nothing else of interest
   */
  constructor(
    beforeText: RegExp,
    hasOnlyText: (value: JsonValue | undefined, text: string) => boolean,
  ) {
    this.#beforeText = beforeText;
    this.#hasOnlyText = hasOnlyText;
  }

  /** Keeps the raw JSON of an event that was parsed completely. */
  remember(data: string): void {
    this.#active = false;
    // If other fields differ from event to event, searching HEAD and TAIL is wasted time.
    if (this.#misses <= maxMisses) this.#latest = data;
  }

  /** Returns the text of an event, or undefined if the event must be parsed completely. */
  read(data: string): string | undefined {
    if (this.#latest !== undefined) this.#findHeadAndTail(this.#latest);
    this.#latest = undefined;
    const start = this.#head.length;
    const end = data.length - this.#tail.length;
    if (!this.#active || end < start) return undefined;
    if (!hasPrefix(data, this.#head) || data.slice(end) !== this.#tail) return undefined;
    const text = parseJsonString(data.slice(start, end));
    if (text !== undefined) this.#misses = 0;
    return text;
  }

  #findHeadAndTail(data: string): void {
    this.#misses += 1;
    const range = findJsonString(data, this.#beforeText, this.#hasOnlyText);
    if (!range) return;
    const { start, end } = range;
    // One copy of both, because copying is slow.
    const rest = copyString(data.slice(0, start) + data.slice(end));
    this.#head = rest.slice(0, start);
    this.#tail = rest.slice(start);
    this.#active = true;
  }
}
