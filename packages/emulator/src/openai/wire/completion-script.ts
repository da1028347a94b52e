import { findFaultPosition } from '../../faults/fault-position.ts';
import type { PositionedFault } from '../../faults/fault.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import {
  type StreamSegment,
  createEventPart,
  headersSegment,
  paceEvents,
} from '../../stream/stream-segment.ts';
import { encodeJson } from '../../stream/text/encode-json.ts';
import type { Completion } from '../completion/completion.ts';
import type { JsonRecord } from '../request/read-parameter.ts';
import type { StreamSettings } from '../stream-settings.ts';
import { createChunk, createUsageChunk } from './completion-body.ts';
import { createContentDeltas, measureDelta } from './content-deltas.ts';
import type { EncodingOptions } from './encoding-options.ts';
import type { Delta } from './tool-call-deltas.ts';

/** The segments of a streamed completion in order. A fault removes, changes or inserts segments. */
export interface CompletionScript {
  /** The headers and the chunk with the role. */
  readonly opening: StreamSegment;
  /** The content before the position of the fault, by default about half of the chunks. */
  readonly beforeFault: StreamSegment;
  readonly afterFault: StreamSegment;
  /** The chunk with the finish reason. Empty if a fault removes the reason. */
  readonly finish: StreamSegment;
  /** The JSON of the chunk with the finish reason. */
  readonly finishJson: string;
  /** The chunk with the usage. Empty if the client did not request it. */
  readonly usage: StreamSegment;
  readonly done: StreamSegment;
  /** Encodes other events in the same way. */
  readonly encode: (...events: readonly unknown[]) => readonly StreamPart[];
  /** Creates another chunk of this completion. */
  readonly createChunk: (delta: Delta, finishReason?: string | null) => JsonRecord;
  readonly completion: Completion;
  readonly encoding: EncodingOptions;
}

export interface ScriptSettings extends StreamSettings {
  readonly encoding: EncodingOptions;
  readonly includeUsage: boolean;
  readonly fault: PositionedFault | undefined;
}

export function createCompletionScript(
  completion: Completion,
  settings: ScriptSettings,
): CompletionScript {
  const { firstChunkMs, chunkIntervalMs, includeUsage } = settings;
  // If usage is requested, `usage` is null in every chunk but the last.
  const create = (delta: Delta, finishReason: string | null = null): JsonRecord => ({
    ...createChunk(completion, delta, finishReason),
    ...(includeUsage ? { usage: null } : {}),
  });
  const encodeEvent = (event: unknown): string => encodeJson(event, settings.escapeNonAscii);
  const encode = (...events: readonly unknown[]): readonly StreamPart[] =>
    events.map((event) => createEventPart(encodeEvent(event)));
  const deltas = createContentDeltas(completion.content, settings.encoding);
  const chunks = deltas.map((delta) => encodeEvent(create(delta)));
  const opening = encode(create(createRoleDelta(completion)));
  const position = findFaultPosition(settings.fault, {
    openingEvents: opening.length,
    textLengths: addLengths(deltas),
    defaultPosition: Math.ceil(chunks.length / 2),
  });
  const finishJson = encodeEvent(create({}, completion.finishReason));
  return {
    opening: [...headersSegment, ...opening],
    beforeFault: paceEvents(chunks.slice(0, position), firstChunkMs, chunkIntervalMs),
    afterFault: paceEvents(chunks.slice(position), chunkIntervalMs, chunkIntervalMs),
    finish: completion.finishReason === null ? [] : [createEventPart(finishJson)],
    finishJson,
    usage: includeUsage ? encode(createUsageChunk(completion)) : [],
    done: [createEventPart('[DONE]')],
    encode,
    createChunk: create,
    completion,
    encoding: settings.encoding,
  };
}

/** Returns the segments before the finish reason. */
export function listContent({
  opening,
  beforeFault,
  afterFault,
}: CompletionScript): readonly StreamSegment[] {
  return [opening, beforeFault, afterFault];
}

/** Returns the length of the text after each delta. */
function addLengths(deltas: readonly Delta[]): readonly number[] {
  let length = 0;
  return deltas.map((delta) => (length += measureDelta(delta)));
}

function createRoleDelta({ content }: Completion): Delta {
  const hasText = content.toolCalls.length === 0;
  return { role: 'assistant', content: hasText ? '' : null, refusal: null };
}
