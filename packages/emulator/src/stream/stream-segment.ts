import type { StreamPart } from './stream-part.ts';

/** A sequence of parts of a stream. It may be iterated only once. */
export type StreamSegment = Iterable<StreamPart>;

export type StreamSegments = readonly StreamSegment[];

export const headersSegment: StreamSegment = [{ kind: 'headers' }];

export function createEventPart(data: string): StreamPart {
  return { kind: 'event', data };
}

export function* joinSegments(segments: StreamSegments): Generator<StreamPart> {
  for (const segment of segments) yield* segment;
}

/** Creates events with a wait before each: `firstMs` before the first, `intervalMs` before the others. */
export function* paceEvents(
  events: Iterable<string>,
  firstMs: number,
  intervalMs: number,
): Generator<StreamPart> {
  let ms = firstMs;
  for (const data of events) {
    if (ms > 0) yield { kind: 'wait', ms };
    yield createEventPart(data);
    ms = intervalMs;
  }
}
