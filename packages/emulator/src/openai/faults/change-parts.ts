import type { StreamPart } from '../../stream/stream-part.ts';

const byteOrderMark = '\uFEFF';

/** The parts of a stream with a mark before them, or each event in two lines, where a fault says so. */
export function* changeParts(
  fault: string | undefined,
  parts: Iterable<StreamPart>,
): Generator<StreamPart> {
  const marks = { bom: 1, 'double-bom': 2 }[fault ?? ''] ?? 0;
  if (marks > 0) yield { kind: 'write', chunk: byteOrderMark.repeat(marks) };
  for (const part of parts) yield fault === 'multi-line-data' ? splitData(part) : part;
}

/** JSON may have a line end behind each comma; the end marker has no comma and stays whole. */
function splitData(part: StreamPart): StreamPart {
  if (part.kind !== 'event') return part;
  const border = part.data.indexOf(',') + 1;
  const lines = [part.data.slice(0, border), part.data.slice(border)].filter((line) => line !== '');
  return { kind: 'write', chunk: `${lines.map((line) => `data: ${line}\n`).join('')}\n` };
}
