import { doneEvent, event, finishEvent, stream, textEvent } from './wire.ts';

/** A body of an event stream that is right, however odd it looks, and what it says. */
export interface SoundBody {
  readonly name: string;
  readonly body: string | Uint8Array;
  readonly text: string;
}

const end = finishEvent + doneEvent;
const hello = stream('Hel', 'lo');
const mark = '\uFEFF';
const withLines = (lineEnd: string): string => hello.replaceAll('\n', lineEnd);
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
  );

type Row = readonly [name: string, body: string | Uint8Array, text: string];

/** By the class of trouble that they belong to. */
const bodies: Readonly<Record<string, readonly Row[]>> = {
  S1: [
    ['a byte order mark', mark + hello, 'Hello'],
    ['two byte order marks', `${mark}${mark}${hello}`, 'lo'],
    ['byte order marks in the text', stream(`${mark}a`, `b${mark}`), `${mark}ab${mark}`],
    ['the letters of a byte order mark', `ï»¿${hello}`, 'lo'],
  ],
  S2: [
    ['lines that end with LF', hello, 'Hello'],
    ['lines that end with CR', withLines('\r'), 'Hello'],
    ['lines that end with CRLF', withLines('\r\n'), 'Hello'],
    ['lines that end in all ways', `data: {"text":"a"}\r\n\rdata: {"text":"b"}\r\r\n${end}`, 'ab'],
    ['CR at the very end', `${textEvent('a')}${finishEvent}data: [DONE]\r\r`, 'a'],
    ['LF before CR', `${textEvent('a')}\n\r\n\r${textEvent('b')}${end}`, 'ab'],
  ],
  S3: [
    ['characters of two, three and four bytes', stream('é', '漢字', '👩‍👩‍👧', 'ﬁn'), 'é漢字👩‍👩‍👧ﬁn'],
    ['line ends that are none', stream('a\u2028b\u2029c\u0085d'), 'a\u2028b\u2029c\u0085d'],
    [
      'bytes that are no UTF-8',
      bytes('data: {"text":"a', [0xff, 0xc3], 'b"}\n\n', end),
      'a\uFFFD\uFFFDb',
    ],
    ['half a character', bytes('data: {"text":"a', [0xf0, 0x9f], '"}\n\n', end), 'a\uFFFD'],
    ['NUL in the text', stream('a\u0000b'), 'a\u0000b'],
  ],
  S4: [
    [
      'comments everywhere',
      `:\n::\n: x\n\n${textEvent('a')}:data: {}\ndata: {"text":\n: in\ndata: "b"}\n\n${end}`,
      'ab',
    ],
    ['a long comment', `: ${'x'.repeat(2048)}\n\n${hello}`, 'Hello'],
  ],
  S5: [
    ['JSON over several lines', `data: {"text":\ndata: "a"\ndata: }\n\n${end}`, 'a'],
    [
      'no blank after the colon, and two',
      `data:{"text":"a"}\n\ndata:  {"text":"b"}\n\n${end}`,
      'ab',
    ],
    ['fields that are none', `Data: x\ndata : x\nfoo: x\nfoo\n${textEvent('a')}${end}`, 'a'],
    ['data without anything', `data\n\ndata:\n\n${textEvent('a')}${end}`, 'a'],
  ],
  S6: [
    [
      'events of other names',
      `event: ping\ndata: {}\n\nevent: note\ndata: boom\n\n${textEvent('a')}${end}`,
      'a',
    ],
    [
      'an empty name, and the usual one',
      `event:\n${textEvent('a')}event: message\n${textEvent('b')}${end}`,
      'ab',
    ],
    ['a name without data', `event: error\n\n${textEvent('a')}${end}`, 'a'],
  ],
  S7: [
    [
      'ids and times',
      `id: 1\nretry: 1\n${textEvent('a')}id: a\0b\nretry: 1.5\nretry: -1\nretry:\nretry: 9999999999999\n\n${end}`,
      'a',
    ],
  ],
  S8: [
    ['an end marker without a blank', `${textEvent('a')}${finishEvent}data:[DONE]\n\n`, 'a'],
    ['an end marker with blanks', `${textEvent('a')}${finishEvent}data: [DONE] \n\n`, 'a'],
    ['an end marker without a blank line', `${textEvent('a')}${finishEvent}data: [DONE]`, 'a'],
    ['an end marker in the text', stream('[DONE]', 'data: [DONE]'), '[DONE]data: [DONE]'],
    ['a forged end marker', `event: note\ndata: [DONE]\n\n${hello}`, 'Hello'],
    ['two end markers', hello + doneEvent, 'Hello'],
    [
      'junk after the end marker',
      `${hello}${event('{"text":"!"}')}${event('junk')}<html>`,
      'Hello',
    ],
    ['an error after the end marker', `${hello}event: error\ndata: {}\n\n`, 'Hello'],
  ],
  S9: [
    ['a finish without an end marker', textEvent('a') + finishEvent, 'a'],
    ['an end marker without a finish', textEvent('a') + doneEvent, 'a'],
    [
      'events without text around the text',
      `${event('{}')}${textEvent('a')}${finishEvent}${event('{"usage":1}')}${doneEvent}`,
      'a',
    ],
    ['a dozen empty texts first', `${textEvent('').repeat(12)}${hello}`, 'Hello'],
  ],
};

export const soundBodies: readonly SoundBody[] = Object.entries(bodies).flatMap(([kind, rows]) =>
  rows.map(([name, body, text]) => ({ name: `${name} (${kind})`, body, text })),
);
