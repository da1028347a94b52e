import type { JsonValue } from '@understudy/core/provider';
import { parseJson } from '@understudy/provider-utils';
import { hasPrefix, copyString, findJsonString } from '@understudy/provider-utils/internal';

import { readFakeGptEvent } from './fakegpt-event.ts';

/** The JSON before the first string of `parts`. */
const beforeText = /"parts"\s*:\s*\[\s*"/;
const maxMisses = 8;

/**
 * Reads snapshots that differ from the previous one only in additional text, without JSON.parse.
 *
 * The raw JSON of a snapshot is HEAD, the escaped text, and TAIL, which starts with the closing quote.
 * If the next snapshot starts with HEAD and the same escaped text, and ends with TAIL, the part between
 * them is the added text, and only this part is parsed. The result equals that of a complete parse:
 *
 * - A JSON parser reads from left to right. After an equal beginning it is at the same position, inside
 *   the string of the text and between two escape sequences.
 * - Enclosed in quotes, the added part must be a JSON string. Then it contains no unescaped quote and no
 *   incomplete escape sequence, and the string of the text ends where TAIL starts.
 * - When HEAD and TAIL were found, a parse with another text in the same position confirmed that this
 *   string is the text and that nothing else depends on it.
 *
 * If one of these conditions is not met, the snapshot must be parsed completely.
 */
export class SnapshotFastPath {
  /** HEAD and the escaped text of the latest snapshot, as a slice of its raw JSON. */
  #beginning = '';
  #headLength = 0;
  #tail = '';
  #misses = 0;
  #active = false;
  /** The last snapshot that was parsed. HEAD and TAIL are found at the next one, to not delay the first text. */
  #latest: string | undefined;

  /** Whether snapshots were read that were not parsed completely. */
  get active(): boolean {
    return this.#active;
  }

  /** Keeps the raw JSON of a snapshot that was parsed completely. */
  remember(data: string): void {
    this.#active = false;
    // If other fields differ from snapshot to snapshot, searching HEAD and TAIL is wasted time.
    if (this.#misses <= maxMisses) this.#latest = data;
  }

  reset(): void {
    this.#active = false;
    this.#latest = undefined;
  }

  /** Returns the text added since the latest snapshot, or undefined if a complete parse is necessary. */
  read(data: string): string | undefined {
    if (this.#latest !== undefined) this.#findHeadAndTail(this.#latest);
    this.#latest = undefined;
    const start = this.#beginning.length;
    const end = data.length - this.#tail.length;
    if (!this.#active || end < start) return undefined;
    if (!hasPrefix(data, this.#beginning) || data.slice(end) !== this.#tail) return undefined;
    const added = parseJson(`"${data.slice(start, end)}"`);
    if (typeof added !== 'string') return undefined;
    this.#beginning = data.slice(0, end);
    this.#misses = 0;
    return added;
  }

  /** Returns the complete text of the latest snapshot. */
  text(): string {
    const text = parseJson(`"${this.#beginning.slice(this.#headLength)}"`);
    return typeof text === 'string' ? text : '';
  }

  #findHeadAndTail(data: string): void {
    this.#misses += 1;
    const range = findJsonString(data, beforeText, hasText);
    if (!range) return;
    this.#beginning = data.slice(0, range.end);
    this.#headLength = range.start;
    this.#tail = copyString(data.slice(range.end));
    this.#active = true;
  }
}

function hasText(event: JsonValue | undefined, text: string): boolean {
  const snapshot = readFakeGptEvent(event);
  return snapshot.type === 'snapshot' && snapshot.text === text;
}
