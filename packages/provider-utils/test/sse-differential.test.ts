import { SeededRandom } from '@understudy/core/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import type { SseMessage } from '../src/stream/read-sse.ts';
import { readSse } from '../src/stream/read-sse.ts';

/**
 * A literal implementation of WHATWG HTML 9.2.6 for a complete stream. It also returns the unterminated event that the
 * standard discards.
 */
function interpret(stream: Uint8Array): readonly SseMessage[] {
  let text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(stream);
  if (text.startsWith('\uFEFF')) text = text.slice(1);
  const messages: SseMessage[] = [];
  let data = '';
  let eventType = '';
  const processField = (field: string, value: string): void => {
    if (field === 'event') eventType = value;
    else if (field === 'data') data += `${value}\n`;
  };
  const dispatch = (): void => {
    if (data !== '') {
      const event = eventType === '' ? {} : { event: eventType };
      messages.push({ ...event, data: data.slice(0, -1) });
    }
    data = '';
    eventType = '';
  };
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
  const lastLine = lines.pop() ?? '';
  const processLine = (line: string): void => {
    const colon = line.indexOf(':');
    if (line === '') dispatch();
    else if (colon === 0) return;
    else if (colon < 0) processField(line, '');
    else processField(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
  };
  for (const line of lines) processLine(line);
  if (lastLine !== '') processLine(lastLine);
  const complete = messages.length;
  dispatch();
  return messages.map((message, index) =>
    index < complete ? message : { ...message, unterminated: true },
  );
}

async function readAll(reads: readonly Uint8Array[]): Promise<readonly SseMessage[]> {
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    yield* reads;
  }
  const messages: SseMessage[] = [];
  for await (const batch of readSse(body(), { maxEventBytes: 1_048_576 })) {
    for (const { event, data, unterminated } of batch) {
      messages.push({
        ...(event === undefined ? {} : { event }),
        data,
        ...(unterminated === undefined ? {} : { unterminated }),
      });
    }
  }
  return messages;
}

const texts = [
  ['\n\n', '\n\n', '\n', '\n', '\n', 'data: x\n', 'data: y\r\n', 'data:z\r', '\n\r', '\r\r'],
  ['\r', '\r\n', '\r\n\r\n', ' ', ':', '::', '\t', '\0', 'data', 'data:', 'data: ', 'data:  '],
  ['data: [DONE]', 'data :', ' data:', 'Data: ', 'event', 'event:', 'event: ping', 'event: x\n'],
  ['id', 'id:1', 'id: a\0b', 'retry: 1', 'dat', ': comment', ':data: no', 'unknown: x', 'x'],
  ['\uFEFF', 'ï»¿', 'ä', '€', '😀', '\u2028', '\u0085'],
].flat();
const brokenTexts = [[0xef], [0xbb, 0xbf], [0xe2, 0x82], [0xff], [0xc3], [0xf0, 0x9f, 0x98]];

/** The parts of random streams: line ends, fields, marks and invalid UTF-8. */
const parts: readonly Uint8Array[] = [
  ...texts.map((text) => new TextEncoder().encode(text)),
  ...brokenTexts.map((bytes) => Uint8Array.from(bytes)),
];

function randomStream(random: SeededRandom): Buffer {
  const length = Math.floor(random.next() * 40);
  return Buffer.concat(
    Array.from(
      { length },
      () => parts[Math.floor(random.next() * parts.length)] ?? new Uint8Array(),
    ),
  );
}

/** Splits a stream into chunks of at most `longest` bytes; 0 means one chunk. */
function split(stream: Uint8Array, longest: number, random: SeededRandom): readonly Uint8Array[] {
  const reads: Uint8Array[] = [];
  for (let at = 0; at < stream.length;) {
    const size = longest === 0 ? stream.length : 1 + Math.floor(random.next() * longest);
    reads.push(stream.subarray(at, at + size));
    at += size;
  }
  return reads;
}

it('parses 40,000 random streams as the standard does, in chunks of every size', async () => {
  const random = new SeededRandom(20_261_122);
  const longest = [0, 1, 2, 3, 7, 20];
  const different: unknown[] = [];
  let messages = 0;
  for (let index = 0; index < 40_000; index++) {
    const stream = randomStream(random);
    const reads = split(stream, longest[index % longest.length] ?? 0, random);
    const expected = interpret(stream);
    const actual = await readAll(reads);
    messages += expected.length;
    if (JSON.stringify(actual) !== JSON.stringify(expected)) {
      different.push({
        reads: reads.map((read) => Buffer.from(read).toString('latin1')),
        expected,
        actual,
      });
    }
  }
  expect(different.slice(0, 3)).toEqual([]);
  expect(messages).toBeGreaterThan(25_000);
}, 30_000);

it('does not depend on the chunks', async () => {
  const part = fc.constantFrom(...parts);
  const streams = fc.array(part, { maxLength: 40 }).map((chosen) => Buffer.concat(chosen));
  await fc.assert(
    fc.asyncProperty(streams, fc.array(fc.integer({ min: 0, max: 9 })), async (stream, sizes) => {
      const reads: Uint8Array[] = [];
      let at = 0;
      for (const size of sizes) {
        reads.push(stream.subarray(at, at + size));
        at += size;
      }
      reads.push(stream.subarray(at));
      expect(await readAll(reads)).toEqual(await readAll([stream]));
    }),
    { seed: 20_261_122, numRuns: 1000 },
  );
}, 30_000);
