import type { StreamPart } from '../stream-part.ts';

const marker = '\0';
const encodedMarker = String.raw`\u0000`;

/**
 * Creates an event that contains two bytes that are not valid UTF-8.
 *
 * @param encode - creates the JSON of the event; the bytes replace the last `mark`
 */
export function createInvalidFrame(encode: (mark: string) => string): StreamPart {
  const data = encode(marker);
  const index = data.lastIndexOf(encodedMarker);
  return {
    kind: 'write',
    chunk: Buffer.concat([
      Buffer.from(`data: ${data.slice(0, index)}`),
      Buffer.of(0xff, 0xfe),
      Buffer.from(`${data.slice(index + encodedMarker.length)}\n\n`),
    ]),
  };
}
