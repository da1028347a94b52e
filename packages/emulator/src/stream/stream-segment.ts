import type { StreamPart } from './stream-part.ts';

/** A part of a stream; each may be played once. */
export type StreamSegment = Iterable<StreamPart>;

/** The headers, before anything is said. */
export const headersSegment: StreamSegment = [{ kind: 'headers' }];

export function createEventPart(data: string): StreamPart {
  return { kind: 'event', data };
}

export function* joinSegments(segments: readonly StreamSegment[]): Generator<StreamPart> {
  for (const segment of segments) yield* segment;
}

/** Events with a pause before each: `firstMs` before the first, `intervalMs` between two. */
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
