import { findFaultPosition } from '../../faults/fault-position.ts';
import type { PositionedFault } from '../../faults/fault.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { type StreamSegment, createEventPart, paceEvents } from '../../stream/stream-segment.ts';
import type { StreamSettings } from '../../stream/stream-settings.ts';
import { encodeJson } from '../../stream/text/encode-json.ts';
import type { ResponseDraft } from '../response/response.ts';
import { createChunks } from './response-chunks.ts';

/** The stream of a response, split into segments. */
export interface ResponseScript {
  readonly beforeFault: StreamSegment;
  readonly afterFault: StreamSegment;
  /** The chunk with the finish reason. The API sends no other end marker. */
  readonly finish: StreamSegment;
  /** Encodes other chunks in the same way. */
  readonly encode: (...chunks: readonly object[]) => readonly StreamPart[];
}

export function createResponseScript(
  draft: ResponseDraft,
  settings: StreamSettings,
  fault: PositionedFault | undefined,
): ResponseScript {
  const { firstChunkMs, chunkIntervalMs, escapeNonAscii } = settings;
  const encodeChunk = (chunk: object): string => encodeJson(chunk, escapeNonAscii);
  const encode = (...chunks: readonly object[]): readonly StreamPart[] =>
    chunks.map((chunk) => createEventPart(encodeChunk(chunk)));
  const { content, textLengths, finish } = createChunks(draft);
  const position = findFaultPosition(fault, {
    openingEvents: 0,
    textLengths,
    defaultPosition: Math.ceil(content.length / 2),
  });
  const events = content.map(encodeChunk);
  return {
    beforeFault: paceEvents(events.slice(0, position), firstChunkMs, chunkIntervalMs),
    afterFault: paceEvents(events.slice(position), chunkIntervalMs, chunkIntervalMs),
    finish: encode(finish),
    encode,
  };
}
