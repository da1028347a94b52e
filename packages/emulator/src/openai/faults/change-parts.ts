import { write } from '../../server/reply-steps.ts';
import type { StreamPart } from '../../stream/stream-part.ts';

const byteOrderMark = '\uFEFF';

/** The parts of a stream with a mark before them, or each event in two lines, where a fault says so. */
export function* changeParts(
  fault: string | undefined,
  parts: Iterable<StreamPart>,
): Generator<StreamPart> {
  const marks = { bom: 1, 'double-bom': 2 }[fault ?? ''] ?? 0;
  if (marks > 0) yield write(byteOrderMark.repeat(marks));
  for (const part of parts) yield fault === 'multi-line-data' ? splitData(part) : part;
}

/** JSON may have blanks and a line end behind each comma; the end marker has no comma and stays whole. */
function splitData(part: StreamPart): StreamPart {
  if (part.kind !== 'event') return part;
  const border = part.data.indexOf(',') + 1;
  const head = border === 0 ? '' : `data:  ${part.data.slice(0, border)}\n`;
  return write(`${head}data:${part.data.slice(border)}\n\n`);
}
