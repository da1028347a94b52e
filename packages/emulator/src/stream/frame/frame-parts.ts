import type { ReplyStep } from '../../server/reply.ts';
import type { EventFormat, StreamPart, StreamStyle } from '../stream-part.ts';
import { createLineEnds } from './line-ends.ts';
import { splitWrites } from './split-writes.ts';

/** Encodes events as server-sent events, joined and split as the style requires. Other steps keep their position. */
export function frameParts(parts: Iterable<StreamPart>, style: StreamStyle): Iterable<ReplyStep> {
  const endLine = createLineEnds(style.lineEnding);
  const pinged = addPings(parts, style, endLine);
  const { eventsPerWrite, formatEvent = formatDataLine } = style;
  const encode = (data: string): string => formatEvent(data, endLine);
  const steps = joinFrames(pinged, eventsPerWrite, encode);
  return style.bytesPerWrite === undefined ? steps : splitWrites(steps, style.bytesPerWrite);
}

const formatDataLine: EventFormat = (data, endLine) => `data: ${data}${endLine()}${endLine()}`;

function* joinFrames(
  parts: Iterable<StreamPart>,
  eventsPerWrite: number,
  encode: (data: string) => string,
): Generator<ReplyStep> {
  let pending = '';
  let count = 0;
  for (const part of parts) {
    if (part.kind === 'event') {
      pending += encode(part.data);
      count += 1;
    }
    // A wait between two events that share a write delays both.
    const full = part.kind === 'event' ? count >= eventsPerWrite : part.kind !== 'wait';
    if (full && pending !== '') {
      yield { kind: 'write', chunk: pending };
      pending = '';
      count = 0;
    }
    if (part.kind !== 'event') yield part;
  }
  if (pending !== '') yield { kind: 'write', chunk: pending };
}

function* addPings(
  parts: Iterable<StreamPart>,
  { eventsPerPing = Infinity, ping }: StreamStyle,
  endLine: () => string,
): Generator<StreamPart> {
  let count = 0;
  for (const part of parts) {
    if (part.kind === 'event') count += 1;
    if (part.kind === 'event' && count % eventsPerPing === 0) {
      yield { kind: 'write', chunk: [...ping, ''].map((line) => line + endLine()).join('') };
    }
    yield part;
  }
}
