import type { JsonObject, JsonValue } from '@understudy/core/provider';
import {
  copyString,
  findJsonString,
  findStringEnd,
  hasPrefix,
  isJsonObject,
  parseJson,
} from '@understudy/provider-utils';

/** The JSON before the text of a chunk. */
const beforeText = /"text"\s*:\s*"(?!")/;

/** A text that is the only content of a chunk. */
export interface ChunkText {
  readonly isThought: boolean;
  readonly text: string;
}

const maxMisses = 8;

/** The parts of a chunk that are equal in the next one, except for the numbers in the token counts. */
interface Template {
  readonly head: string;
  /** From the closing quote of the text to the token counts. */
  readonly middle: string;
  readonly counts: string;
  readonly isThought: boolean;
}

/**
 * Reads chunks that differ from the previous one only in their text and in their token counts, without JSON.parse. Most
 * chunks of a response do: each has the counts so far.
 *
 * The raw JSON of a chunk is HEAD, the escaped text, MIDDLE, which starts with the closing quote, and COUNTS. After an
 * equal HEAD, the text ends at the first quote that is not escaped. The numbers of COUNTS may differ, because they
 * emit no events: the counts of the last chunk are read when they are needed.
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
    const { head, middle, counts, isThought } = this.#template;
    if (!hasPrefix(data, head)) return undefined;
    const end = findStringEnd(data, head.length);
    if (end === undefined || end === head.length) return undefined;
    const countsStart = end + middle.length;
    if (data.slice(end, countsStart) !== middle) return undefined;
    if (!isEqualExceptDigits(data, countsStart, counts)) return undefined;
    const text = parseJson(data.slice(head.length - 1, end + 1));
    if (typeof text !== 'string') return undefined;
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
    const countsStart = data.indexOf('"usageMetadata"', range.end);
    const middleEnd = countsStart < 0 ? data.length : countsStart;
    this.#template = {
      head: copyString(data.slice(0, range.start)),
      middle: copyString(data.slice(range.end, middleEnd)),
      counts: copyString(data.slice(middleEnd)),
      isThought,
    };
  }
}

/** Whether two texts are equal from these positions on, except for the digits of numbers. */
function isEqualExceptDigits(left: string, leftStart: number, right: string): boolean {
  let at = leftStart;
  let index = 0;
  while (at < left.length || index < right.length) {
    if (left.charCodeAt(at) !== right.charCodeAt(index)) {
      if (!endsInNumber(left, at) || !endsInNumber(right, index)) return false;
      const from = at + index;
      while (isDigit(left, at)) at += 1;
      while (isDigit(right, index)) index += 1;
      if (at + index === from) return false;
    } else {
      at += 1;
      index += 1;
    }
  }
  return true;
}

/** Whether a number begins or ends at a position. */
function endsInNumber(text: string, at: number): boolean {
  return isDigit(text, at) || isDigit(text, at - 1);
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0x30 && unit <= 0x39;
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
