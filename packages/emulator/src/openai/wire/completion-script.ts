import type { PlacedFault } from '../../faults/fault.ts';
import { placeFault } from '../../faults/place-fault.ts';
import { encodeJson } from '../../stream/encode-json.ts';
import {
  type StreamSegment,
  createEventPart,
  headersSegment,
  paceEvents,
} from '../../stream/stream-segment.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import type { Completion } from '../answer/completion.ts';
import type { StreamSettings } from '../openai-settings.ts';
import { createChunk, createUsageChunk } from './completion-body.ts';
import { createContentDeltas, measureDelta } from './content-deltas.ts';
import type { Delta } from './tool-call-deltas.ts';
import type { EncodingOptions } from './encoding-options.ts';

/** The passages of one answer, in their order, for a fault to leave out, change or put others between. */
export interface CompletionScript {
  readonly completion: Completion;
  /** The headers, and who is speaking. */
  readonly opening: StreamSegment;
  /** The pieces before the place of a fault: about half of them, unless it says otherwise. */
  readonly early: StreamSegment;
  readonly late: StreamSegment;
  /** Why the answer ended; empty where a fault keeps that back. */
  readonly final: StreamSegment;
  /** The JSON of the event that says why the answer ended. */
  readonly finish: string;
  /** What it cost; empty where nobody asked. */
  readonly usage: StreamSegment;
  readonly done: StreamSegment;
  /** Any other events, encoded like these. */
  readonly say: (...events: readonly unknown[]) => readonly StreamPart[];
  /** Another piece of this answer. */
  readonly chunk: (delta: Delta) => object;
}

/** What of a request decides how its answer is streamed. */
export interface ScriptSettings extends StreamSettings {
  readonly writing: EncodingOptions;
  readonly includeUsage: boolean;
  readonly fault: PlacedFault | undefined;
}

/** Lays out an answer. */
export function createCompletionScript(
  completion: Completion,
  settings: ScriptSettings,
): CompletionScript {
  const { firstChunkMs, chunkIntervalMs, includeUsage } = settings;
  // Where usage was asked for, every other chunk says that it is not there yet.
  const chunk = (delta: Delta, finish: string | null = null): object => ({
    ...createChunk(completion, delta, finish),
    ...(includeUsage ? { usage: null } : {}),
  });
  const encode = (event: unknown): string => encodeJson(event, settings.escapeNonAscii);
  const say = (...events: readonly unknown[]): readonly StreamPart[] =>
    events.map((event) => createEventPart(encode(event)));
  const deltas = createContentDeltas(completion.content, settings.writing);
  const pieces = deltas.map((delta) => encode(chunk(delta)));
  const opening = say(chunk(createRoleDelta(completion)));
  const middle = placeFault(settings.fault, {
    opening: opening.length,
    ends: addLengths(deltas),
    middle: Math.ceil(pieces.length / 2),
  });
  const finish = encode(chunk({}, completion.finish));
  return {
    completion,
    opening: [...headersSegment, ...opening],
    early: paceEvents(pieces.slice(0, middle), firstChunkMs, chunkIntervalMs),
    late: paceEvents(pieces.slice(middle), chunkIntervalMs, chunkIntervalMs),
    final: completion.finish === null ? [] : [createEventPart(finish)],
    finish,
    usage: includeUsage ? say(createUsageChunk(completion)) : [],
    done: [createEventPart('[DONE]')],
    say,
    chunk,
  };
}

function addLengths(deltas: readonly Delta[]): readonly number[] {
  let end = 0;
  return deltas.map((delta) => (end += measureDelta(delta)));
}

function createRoleDelta({ content }: Completion): Delta {
  const speaks = content.toolCalls.length === 0;
  return { role: 'assistant', content: speaks ? '' : null, refusal: null };
}
