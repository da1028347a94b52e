import { encodeJson } from '../../stream/encode-json.ts';
import type { StreamPart } from '../../stream/stream-part.ts';
import { createFinalEvent } from '../turn/answer-events.ts';
import type { Turn } from '../turn/turn.ts';

const marker = '\0';
const encodedMarker = String.raw`\u0000`;

/** The last snapshot, whose text ends with two bytes that no UTF-8 text can hold. */
export function createInvalidFrame(turn: Turn): StreamPart {
  const data = encodeJson(createFinalEvent(turn, turn.text + marker), true);
  const at = data.lastIndexOf(encodedMarker);
  return {
    kind: 'write',
    chunk: Buffer.concat([
      Buffer.from(`data: ${data.slice(0, at)}`),
      Buffer.of(0xff, 0xfe),
      Buffer.from(`${data.slice(at + encodedMarker.length)}\n\n`),
    ]),
  };
}
