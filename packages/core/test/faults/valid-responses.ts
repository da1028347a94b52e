import { doneEvent, event, finishEvent, stream, textEvent } from './wire.ts';

/** The body of a valid event stream, and its text. */
export interface ValidBody {
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

/** Unusual but valid bodies, by subject. */
const bodies: Readonly<Record<string, readonly Row[]>> = {
  'byte order mark': [
    ['a byte order mark', mark + hello, 'Hello'],
    ['two byte order marks', `${mark}${mark}${hello}`, 'lo'],
    ['byte order marks in the text', stream(`${mark}a`, `b${mark}`), `${mark}ab${mark}`],
    ['the text ï»¿', `ï»¿${hello}`, 'lo'],
  ],
  'line ends': [
    ['lines that end with LF', hello, 'Hello'],
    ['lines that end with CR', withLines('\r'), 'Hello'],
    ['lines that end with CRLF', withLines('\r\n'), 'Hello'],
    ['lines with different ends', `data: {"text":"a"}\r\n\rdata: {"text":"b"}\r\r\n${end}`, 'ab'],
    ['CR at the end of the stream', `${textEvent('a')}${finishEvent}data: [DONE]\r\r`, 'a'],
    ['LF before CR', `${textEvent('a')}\n\r\n\r${textEvent('b')}${end}`, 'ab'],
  ],
  encoding: [
    ['characters of two, three and four bytes', stream('é', '漢字', '👩‍👩‍👧', 'ﬁn'), 'é漢字👩‍👩‍👧ﬁn'],
    [
      'U+2028, U+2029 and U+0085 in the text',
      stream('a\u2028b\u2029c\u0085d'),
      'a\u2028b\u2029c\u0085d',
    ],
    ['invalid UTF-8', bytes('data: {"text":"a', [0xff, 0xc3], 'b"}\n\n', end), 'a\uFFFD\uFFFDb'],
    ['an incomplete character', bytes('data: {"text":"a', [0xf0, 0x9f], '"}\n\n', end), 'a\uFFFD'],
    ['NUL in the text', stream('a\u0000b'), 'a\u0000b'],
  ],
  comments: [
    [
      'comments everywhere',
      `:\n::\n: x\n\n${textEvent('a')}:data: {}\ndata: {"text":\n: in\ndata: "b"}\n\n${end}`,
      'ab',
    ],
    ['a long comment', `: ${'x'.repeat(2048)}\n\n${hello}`, 'Hello'],
  ],
  fields: [
    ['JSON over several lines', `data: {"text":\ndata: "a"\ndata: }\n\n${end}`, 'a'],
    [
      'no space and two spaces after the colon',
      `data:{"text":"a"}\n\ndata:  {"text":"b"}\n\n${end}`,
      'ab',
    ],
    ['unknown fields', `Data: x\ndata : x\nfoo: x\nfoo\n${textEvent('a')}${end}`, 'a'],
    ['empty data fields', `data\n\ndata:\n\n${textEvent('a')}${end}`, 'a'],
  ],
  'event names': [
    [
      'other event names',
      `event: ping\ndata: {}\n\nevent: note\ndata: boom\n\n${textEvent('a')}${end}`,
      'a',
    ],
    [
      'an empty name and the default name',
      `event:\n${textEvent('a')}event: message\n${textEvent('b')}${end}`,
      'ab',
    ],
    ['a name without data', `event: error\n\n${textEvent('a')}${end}`, 'a'],
  ],
  'id and retry': [
    [
      'valid and invalid values',
      `id: 1\nretry: 1\n${textEvent('a')}id: a\0b\nretry: 1.5\nretry: -1\nretry:\nretry: 9999999999999\n\n${end}`,
      'a',
    ],
  ],
  'end marker': [
    ['an end marker without a space', `${textEvent('a')}${finishEvent}data:[DONE]\n\n`, 'a'],
    ['an end marker with spaces', `${textEvent('a')}${finishEvent}data: [DONE] \n\n`, 'a'],
    ['an end marker without a blank line', `${textEvent('a')}${finishEvent}data: [DONE]`, 'a'],
    ['an end marker in the text', stream('[DONE]', 'data: [DONE]'), '[DONE]data: [DONE]'],
    ['an end marker in another event', `event: note\ndata: [DONE]\n\n${hello}`, 'Hello'],
    ['two end markers', hello + doneEvent, 'Hello'],
    [
      'other data after the end marker',
      `${hello}${event('{"text":"!"}')}${event('other')}<html>`,
      'Hello',
    ],
    ['an error after the end marker', `${hello}event: error\ndata: {}\n\n`, 'Hello'],
  ],
  finish: [
    ['a finish without an end marker', textEvent('a') + finishEvent, 'a'],
    ['an end marker without a finish', textEvent('a') + doneEvent, 'a'],
    [
      'events without text',
      `${event('{}')}${textEvent('a')}${finishEvent}${event('{"usage":1}')}${doneEvent}`,
      'a',
    ],
    ['twelve empty texts first', `${textEvent('').repeat(12)}${hello}`, 'Hello'],
  ],
};

export const validBodies: readonly ValidBody[] = Object.entries(bodies).flatMap(([kind, rows]) =>
  rows.map(([name, body, text]) => ({ name: `${name} (${kind})`, body, text })),
);
