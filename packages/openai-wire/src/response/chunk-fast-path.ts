import {
  hasPrefix,
  copyString,
  findJsonString,
  isJsonObject,
  parseJson,
  readObject,
} from '@understudy/core/provider';
import type { JsonObject, JsonValue } from '@understudy/core/provider';

/** What stands before the text of a delta; an empty one, which opens most answers, has nothing to teach. */
const beforeText = /"content"\s*:\s*"(?!")/;
const mostMisses = 8;

/**
 * A way past JSON.parse for a chunk that differs from the one before it only by its text: that is most
 * of them. Of such a chunk everything else was read already, and nothing of it is to be read twice.
 *
 * The raw JSON of a chunk is HEAD, the text in its escaped form, TAIL, which begins with the closing
 * quote. What stands between an equal HEAD and an equal TAIL must, in quotes of its own, be a JSON
 * string; so it holds no bare quote and no cut escape, and is the text.
 */
export class ChunkFastPath {
  #head = '';
  #tail = '';
  #active = false;
  #misses = 0;
  /** A chunk that was parsed in full, for the next one to learn from: the first text waits for no learning. */
  #latest: string | undefined;

  /** Keeps the raw JSON of a chunk that was parsed in full. */
  keep(data: string): void {
    this.#active = false;
    // A vendor whose chunks differ in more than their text is not worth the learning.
    if (this.#misses <= mostMisses) this.#latest = data;
  }

  /** The text of a chunk; undefined where only a full parse can tell. */
  read(data: string): string | undefined {
    if (this.#latest !== undefined) this.#learn(this.#latest);
    this.#latest = undefined;
    const start = this.#head.length;
    const end = data.length - this.#tail.length;
    if (!this.#active || end < start) return undefined;
    if (!hasPrefix(data, this.#head) || data.slice(end) !== this.#tail) return undefined;
    const text = parseJson(`"${data.slice(start, end)}"`);
    if (typeof text !== 'string') return undefined;
    this.#misses = 0;
    return text;
  }

  #learn(data: string): void {
    this.#misses += 1;
    const place = findJsonString(data, beforeText, isChunkOf);
    if (!place) return;
    this.#head = copyString(data.slice(0, place.start));
    this.#tail = copyString(data.slice(place.end));
    this.#active = true;
  }
}

/** Whether a chunk tells a text, and nothing that would be told again if the chunk were read again. */
function isChunkOf(chunk: JsonValue | undefined, text: string): boolean {
  if (!isJsonObject(chunk) || !Array.isArray(chunk['choices'])) return false;
  const [choice, ...others] = chunk['choices'];
  const delta = readObject(choice, 'delta');
  if (!delta || others.length > 0 || !isJsonObject(choice)) return false;
  const { index = 0, finish_reason: reason = null } = choice;
  return index === 0 && isNothing(reason) && delta['content'] === text && saysNoMore(delta);
}

function saysNoMore(delta: JsonObject): boolean {
  return Object.entries(delta).every(
    ([name, value]) => name === 'content' || name === 'role' || isNothing(value),
  );
}

function isNothing(value: JsonValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
