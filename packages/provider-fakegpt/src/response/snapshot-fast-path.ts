import { hasPrefix, copyString, findJsonString, parseJson } from '@understudy/core/provider';
import type { JsonValue } from '@understudy/core/provider';

import { readSiteEvent } from './fakegpt-event.ts';

/** What stands before the first string of `parts`. */
const beforeText = /"parts"\s*:\s*\[\s*"/;
const mostMisses = 8;

/**
 * A way past JSON.parse for a snapshot that differs from the one before it only by more text.
 *
 * The raw JSON of a snapshot is HEAD, the text in its escaped form, TAIL, which begins with the
 * closing quote. When the next one begins with HEAD and the same escaped text, and ends with TAIL,
 * then what stands between, the middle, is what the text has grown by, and only that is parsed.
 * This gives what a full parse gives, because
 *
 * - JSON is read from left to right: after an equal beginning a parser stands at the same place, in
 *   the string of the text and between two escapes;
 * - the middle, in quotes of its own, must be a JSON string: so it holds no bare quote, no cut
 *   escape, and the string of the text ends where TAIL begins;
 * - that this string is the text, and nothing else depends on it, was tried with another text in its
 *   place when the template was learnt.
 *
 * Where any of this fails, nothing is known, and the snapshot is to be parsed in full.
 */
export class SnapshotFastPath {
  /** HEAD and the escaped text of the latest snapshot: part of its raw JSON, not a copy. */
  #beginning = '';
  #headLength = 0;
  #tail = '';
  #misses = 0;
  #active = false;
  /** A snapshot that was parsed in full, for the next one to learn from: the first text waits for no learning. */
  #latest: string | undefined;

  /** Whether it alone knows the text. */
  get active(): boolean {
    return this.#active;
  }

  /** Keeps the raw JSON of a snapshot that was parsed in full. */
  keep(data: string): void {
    this.#active = false;
    // A site whose snapshots differ in more than their text is not worth the learning.
    if (this.#misses <= mostMisses) this.#latest = data;
  }

  forget(): void {
    this.#active = false;
    this.#latest = undefined;
  }

  /** What the text has grown by since the latest snapshot; undefined where only a full parse can tell. */
  read(data: string): string | undefined {
    if (this.#latest !== undefined) this.#learn(this.#latest);
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

  /** The whole text of the latest snapshot. */
  text(): string {
    const text = parseJson(`"${this.#beginning.slice(this.#headLength)}"`);
    return typeof text === 'string' ? text : '';
  }

  #learn(data: string): void {
    this.#misses += 1;
    const place = findJsonString(data, beforeText, isSnapshotOf);
    if (!place) return;
    this.#beginning = data.slice(0, place.end);
    this.#headLength = place.start;
    this.#tail = copyString(data.slice(place.end));
    this.#active = true;
  }
}

function isSnapshotOf(event: JsonValue | undefined, text: string): boolean {
  const read = readSiteEvent(event);
  return read.type === 'snapshot' && read.text === text;
}
