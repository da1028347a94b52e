import { write } from '../../../server/reply-steps.ts';
import type { StreamPart } from '../../../stream/stream-part.ts';
import type { StreamSegment } from '../../../stream/stream-segment.ts';

const byteOrderMark = '\uFEFF';

/** Faults that write a byte order mark or the lines of each event in another way. */
export const eventFaults = {
  bom: {
    on: 'stream',
    description: 'the stream starts with a byte order mark',
    apply: (parts: StreamSegment): StreamSegment => prependMarks(parts, 1),
  },
  'double-bom': {
    on: 'stream',
    description: 'the stream starts with two byte order marks',
    apply: (parts: StreamSegment): StreamSegment => prependMarks(parts, 2),
  },
  'multi-line-data': {
    on: 'stream',
    description: 'the data of each event has two lines',
    apply: (parts: StreamSegment): StreamSegment => splitEvents(parts),
  },
} as const;

function* prependMarks(parts: StreamSegment, count: number): Generator<StreamPart> {
  yield write(byteOrderMark.repeat(count));
  yield* parts;
}

function* splitEvents(parts: StreamSegment): Generator<StreamPart> {
  for (const part of parts) yield part.kind === 'event' ? splitData(part.data) : part;
}

/** Splits JSON after its first comma, where a line break is allowed. The end marker has no comma. */
function splitData(data: string): StreamPart {
  const end = data.indexOf(',') + 1;
  const head = end === 0 ? '' : `data:  ${data.slice(0, end)}\n`;
  return write(`${head}data:${data.slice(end)}\n\n`);
}
