import type { StreamPart } from '../../stream/stream-part.ts';
import type { StreamSegment, StreamSegments } from '../../stream/stream-segment.ts';
import type { JsonRecord } from '../request/read-parameter.ts';
import type { CompletionScript } from '../wire/completion-script.ts';

/** Returns the segments with a change of each chunk, in the order in which the chunks are sent. */
export function mapChunks(
  { encode }: CompletionScript,
  segments: StreamSegments,
  change: (chunk: JsonRecord) => JsonRecord,
): StreamSegments {
  return segments.map((segment) => mapSegment(segment, (chunk) => encode(change(chunk))));
}

function* mapSegment(
  segment: StreamSegment,
  replace: (chunk: JsonRecord) => readonly StreamPart[],
): Generator<StreamPart> {
  for (const part of segment) {
    if (part.kind === 'event') yield* replace(JSON.parse(part.data));
    else yield part;
  }
}

/** Returns the chunk with other fields in its choices. */
export function changeChoices(
  chunk: JsonRecord,
  change: (choice: JsonRecord) => JsonRecord,
): JsonRecord {
  return { ...chunk, choices: listChoices(chunk).map(change) };
}

export function listChoices({ choices }: JsonRecord): readonly JsonRecord[] {
  return Array.isArray(choices) ? choices : [];
}

/** Collects the texts of the deltas: the content, the reasoning and the refusal so far. */
export class SentTexts {
  #texts: Readonly<Record<string, string>> = {};

  /** The texts so far, by the name of their field. */
  get texts(): Readonly<Record<string, string>> {
    return this.#texts;
  }

  add(delta: unknown): void {
    const texts = Object.entries(Object(delta)).filter(
      (field): field is [string, string] => field[0] !== 'role' && typeof field[1] === 'string',
    );
    const joined = texts.map(([name, text]) => [name, (this.#texts[name] ?? '') + text]);
    this.#texts = { ...this.#texts, ...Object.fromEntries(joined) };
  }
}
