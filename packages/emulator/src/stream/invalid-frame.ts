import type { StreamPart } from './stream-part.ts';

const marker = '\0';
const encodedMarker = String.raw`\u0000`;

/**
 * An event with two bytes in it that no UTF-8 text can hold.
 *
 * @param encode - makes the JSON of the event, given the place in its text where the bytes will stand
 */
export function createInvalidFrame(encode: (mark: string) => string): StreamPart {
  const data = encode(marker);
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
