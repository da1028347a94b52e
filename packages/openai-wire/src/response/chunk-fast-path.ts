import type { JsonObject, JsonValue } from '@understudy/core/provider';
import {
  hasPrefix,
  copyString,
  findJsonString,
  isJsonObject,
  parseJson,
  readObject,
} from '@understudy/provider-utils';

/** The JSON before the text of a delta. Most responses start with an empty text, which has no use here. */
const beforeText = /"content"\s*:\s*"(?!")/;
const maxMisses = 8;

/**
 * Reads chunks that differ from the previous one only in their text, without JSON.parse. Most chunks
 * of a response do. Their other fields were read with the previous chunk and need not be read again.
 *
 * The raw JSON of a chunk is HEAD, the escaped text, and TAIL, which starts with the closing quote. If
 * HEAD and TAIL are equal, the part between them must be a JSON string when it is enclosed in quotes.
 * Then it contains no unescaped quote and no incomplete escape sequence, so it is the text.
 */
export class ChunkFastPath {
  #head = '';
  #tail = '';
  #active = false;
  #misses = 0;
  /** The last chunk that was parsed. HEAD and TAIL are found at the next chunk, to not delay the first text. */
  #latest: string | undefined;

  /** Keeps the raw JSON of a chunk that was parsed completely. */
  remember(data: string): void {
    this.#active = false;
    // If other fields differ from chunk to chunk, searching HEAD and TAIL is wasted time.
    if (this.#misses <= maxMisses) this.#latest = data;
  }

  /** Returns the text of a chunk, or undefined if the chunk must be parsed completely. */
  read(data: string): string | undefined {
    if (this.#latest !== undefined) this.#findHeadAndTail(this.#latest);
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

  #findHeadAndTail(data: string): void {
    this.#misses += 1;
    const range = findJsonString(data, beforeText, hasOnlyText);
    if (!range) return;
    this.#head = copyString(data.slice(0, range.start));
    this.#tail = copyString(data.slice(range.end));
    this.#active = true;
  }
}

/** Whether the chunk contains this text, and nothing else that would emit an event. */
function hasOnlyText(chunk: JsonValue | undefined, text: string): boolean {
  if (!isJsonObject(chunk) || !Array.isArray(chunk['choices'])) return false;
  const [choice, ...others] = chunk['choices'];
  const delta = readObject(choice, 'delta');
  if (!delta || others.length > 0 || !isJsonObject(choice)) return false;
  const { index = 0, finish_reason: reason = null } = choice;
  return index === 0 && isEmpty(reason) && delta['content'] === text && hasNoOtherContent(delta);
}

function hasNoOtherContent(delta: JsonObject): boolean {
  return Object.entries(delta).every(
    ([name, value]) => name === 'content' || name === 'role' || isEmpty(value),
  );
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
