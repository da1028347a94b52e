import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import {
  copyString,
  findJsonString,
  findStringEnd,
  hasPrefix,
  parseJsonString,
  skipDigits,
} from '@understudy/provider-utils/internal';

/** The JSON before the text of a chunk. */
const beforeText = /"text"\s*:\s*"(?!")/;

/** A text that is the only content of a chunk. */
export interface ChunkText {
  readonly isThought: boolean;
  readonly text: string;
}

const maxMisses = 8;

/** The parts of a chunk that are equal in the next one. */
interface Template {
  /** Up to the opening quote of the text. */
  readonly head: string;
  /** From the closing quote of the text on, split at the token counts that grow. */
  readonly rest: readonly string[];
  readonly isThought: boolean;
}

/**
 * Reads chunks that differ from the previous one only in their text and in their token counts, without JSON.parse. Most
 * chunks of a response do: each has the counts so far.
 *
 * The raw JSON of a chunk is HEAD, the escaped text, and REST, which starts with the closing quote. After an equal
 * HEAD, the text ends at the first quote that is not escaped. The counts in REST may differ, because they emit no
 * events: the counts of the last chunk are read when they are needed.
 */
export class TextFastPath {
  #template: Template | undefined;
  /** The last chunk that was parsed. The template is found at the next chunk, to not delay the first text. */
  #parsed: { readonly data: string; readonly isThought: boolean } | undefined;
  #unread: string | undefined;
  #misses = 0;

  /** Keeps the raw JSON of a chunk that was parsed completely. */
  remember(data: string, chunk: JsonObject): void {
    this.#template = undefined;
    this.#parsed = undefined;
    const part = findOnlyPart(chunk);
    // If other fields differ from chunk to chunk, searching the template is wasted time.
    if (!part || this.#misses > maxMisses) return;
    this.#misses += 1;
    this.#parsed = { data, isThought: part.thought === true };
  }

  /** Returns the text, or undefined if the chunk must be parsed completely. */
  read(data: string): ChunkText | undefined {
    if (this.#parsed) this.#findTemplate(this.#parsed);
    if (!this.#template) return undefined;
    const { head, rest, isThought } = this.#template;
    if (!hasPrefix(data, head)) return undefined;
    const end = findStringEnd(data, head.length);
    if (end === undefined || end === head.length) return undefined;
    if (!matchesRest(data, end, rest)) return undefined;
    const text = parseJsonString(data.slice(head.length, end));
    if (text === undefined) return undefined;
    this.#misses = 0;
    this.#unread = data;
    return { isThought, text };
  }

  /** Returns the last chunk that was read, if its token counts were not. */
  takeUnread(): string | undefined {
    const unread = this.#unread;
    this.#unread = undefined;
    return unread;
  }

  #findTemplate({ data, isThought }: { readonly data: string; readonly isThought: boolean }): void {
    this.#parsed = undefined;
    const range = findJsonString(data, beforeText, hasOnlyText);
    if (!range) return;
    this.#template = {
      head: copyString(data.slice(0, range.start)),
      rest: splitRest(copyString(data.slice(range.end))),
      isThought,
    };
  }
}

/** The counts that grow while a response is streamed. */
const growingCount = /"(?:(?:candidates|thoughts|total)TokenCount|tokenCount)"\s*:\s*(?=\d)/g;

/** Splits JSON at the counts that grow. */
function splitRest(rest: string): readonly string[] {
  const literals: string[] = [];
  let start = 0;
  for (const { 0: field, index } of rest.matchAll(growingCount)) {
    const end = index + field.length;
    literals.push(rest.slice(start, end));
    start = skipDigits(rest, end) ?? end;
  }
  return [...literals, rest.slice(start)];
}

/**
 * Whether the rest of the data is these literals, with a number between two of them. The literals are short, so that
 * `startsWith()` is as fast as the comparison of slices, which would be allocated.
 */
function matchesRest(data: string, start: number, literals: readonly string[]): boolean {
  let position = start;
  for (let count = 0; count < literals.length - 1; count += 1) {
    const literal = literals[count] ?? '';
    if (!data.startsWith(literal, position)) return false;
    const next = skipDigits(data, position + literal.length);
    if (next === undefined) return false;
    position = next;
  }
  const last = literals.at(-1) ?? '';
  return data.length - position === last.length && data.startsWith(last, position);
}

const chunkFields = ['candidates', 'usageMetadata', 'modelVersion', 'responseId', 'createTime'];
const candidateFields = ['content', 'index'];
const contentFields = ['parts', 'role'];
const partFields = ['text', 'thought'];

/** Whether the chunk contains this text, and nothing else that would emit an event. */
function hasOnlyText(chunk: JsonValue | undefined, text: string): boolean {
  return isJsonObject(chunk) && findOnlyPart(chunk)?.text === text;
}

/** Returns the part of a chunk that has one part with nothing but a text. */
function findOnlyPart(chunk: JsonObject): JsonObject | undefined {
  const candidate = findOnly(chunk.candidates);
  const content = candidate?.content;
  const part = isJsonObject(content) ? findOnly(content.parts) : undefined;
  if (!candidate || !part || (candidate.index ?? 0) !== 0) return undefined;
  const isPlain =
    hasOnly(chunk, chunkFields) &&
    hasOnly(candidate, candidateFields) &&
    hasOnly(content, contentFields) &&
    hasOnly(part, partFields);
  return isPlain ? part : undefined;
}

function findOnly(list: JsonValue | undefined): JsonObject | undefined {
  if (!Array.isArray(list) || list.length !== 1) return undefined;
  const only: JsonValue | undefined = list[0];
  return isJsonObject(only) ? only : undefined;
}

function hasOnly(object: JsonValue | undefined, names: readonly string[]): boolean {
  return isJsonObject(object) && Object.keys(object).every((name) => names.includes(name));
}
