import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, JsonTextFastPath } from '@understudy/provider-utils';

/** The JSON before the text of a chunk. */
const beforeText = /"text"\s*:\s*"(?!")/;

/** A text that is the only content of a chunk. */
export interface ChunkText {
  readonly isThought: boolean;
  readonly text: string;
}

/** Reads chunks that differ from the previous one only in their text, without JSON.parse. */
export class TextFastPath {
  readonly #path = new JsonTextFastPath(beforeText, hasOnlyText);
  #isThought = false;

  /** Keeps the raw JSON of a chunk that was parsed completely. */
  remember(data: string, chunk: JsonObject): void {
    const part = findOnlyPart(chunk);
    if (!part) return;
    this.#isThought = part.thought === true;
    this.#path.remember(data);
  }

  /** Returns the text, or undefined if the chunk must be parsed completely. */
  read(data: string): ChunkText | undefined {
    const text = this.#path.read(data);
    return text === undefined ? undefined : { isThought: this.#isThought, text };
  }
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
