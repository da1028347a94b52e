import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readSse } from '../src/index.ts';
import type { SseMessage } from '../src/index.ts';

/** Returns the messages of each chunk. */
async function batchesOf(
  chunks: readonly string[],
  lenient = true,
): Promise<readonly (readonly SseMessage[])[]> {
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  return Array.fromAsync(readSse(body(), { maxEventBytes: 1000 }, { lenient }));
}

async function dataOf(chunks: readonly string[], lenient?: boolean): Promise<readonly unknown[]> {
  const messages = (await batchesOf(chunks, lenient)).flat();
  return messages.map(({ data, unknownLine }) => (unknownLine === true ? { line: data } : data));
}

describe('readSse with the option lenient', () => {
  const stream =
    'data: a\n\n{"error": 1}\r\n: ping\n\nerror: {}\nevent: x\ndata: b\n\nid: 1\n\neventual\n';
  const expected = [
    'a',
    { line: '{"error": 1}' },
    { line: 'error: {}' },
    'b',
    { line: 'eventual' },
  ];

  it('returns lines that are not fields, in any chunks', async () => {
    expect(await dataOf([stream])).toEqual(expected);
    for (let at = 0; at <= stream.length; at += 1) {
      expect(await dataOf([stream.slice(0, at), stream.slice(at)])).toEqual(expected);
    }
    expect(await dataOf(stream.split(''))).toEqual(expected);
  });

  it('ignores them without the option', async () => {
    expect(await dataOf([stream], false)).toEqual(['a', 'b']);
  });

  it('returns an unterminated line', async () => {
    const [, last] = await batchesOf(['{"error"', ': 1']).then((batches) => batches.slice(-2));
    expect(last).toEqual([{ data: '{"error": 1', unknownLine: true, unterminated: true }]);
  });

  it('bounds a line that does not end', async () => {
    const failure = batchesOf(Array.from({ length: 20 }, () => 'x'.repeat(100)));
    await expect(failure).rejects.toMatchObject({ code: 'response-too-large' });
  });

  it.each(['\n', '\r\n', '\r'])('returns objects with one %j between them at once', async (end) => {
    const events = [1, 2, 3].map((value) => `data: {"a":${value}}${end}`);
    const batches = await batchesOf([...events, `data: [DONE]${end}`]);
    const data = batches.map((batch) => batch.map((message) => message.data));
    expect(data).toEqual([['{"a":1}'], ['{"a":2}'], ['{"a":3}'], ['[DONE]']]);
  });

  it.each(['', '\n', '\r\n', '\r'])(
    'returns a JSON object or the end marker that is followed by %j at once',
    async (end) => {
      for (const line of ['data: {"a":{}}', 'data:{"a":{}}', 'data: [DONE]', '{"a":{}}']) {
        for (let at = 0; at < line.length; at += 1) {
          const [, second, ...others] = await batchesOf([
            line.slice(0, at),
            line.slice(at) + end,
            `${end}: ping\n\n`,
          ]);
          const data = line.replace(/^data: ?/, '');
          expect(second).toMatchObject([{ data }]);
          expect(others.flat()).toEqual([]);
        }
      }
    },
  );

  it('returns incomplete events before the error of the body', async () => {
    const failure = new Error('broken');
    async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from('data: a\n\ndata: b');
      throw failure;
    }
    const messages: string[] = [];
    const read = async (): Promise<void> => {
      const batches = readSse(body(), { maxEventBytes: 1000 }, { lenient: true });
      for await (const batch of batches) messages.push(...batch.map(({ data }) => data));
    };
    await expect(read()).rejects.toBe(failure);
    expect(messages).toEqual(['a', 'b']);
  });

  it('returns objects with one line break between them, if a blank line follows in the same read', async () => {
    const events = 'event: e\ndata: {"a":1}\ndata: {"a":2}\ndata: [DONE]\n\n';
    expect(await dataOf([events])).toEqual(['{"a":1}', '{"a":2}', '[DONE]']);
    expect(await dataOf([events], false)).toHaveLength(1);
  });

  it('does not separate the lines of one JSON document', async () => {
    const lines = ['data: {"a": [{}\n', 'data: ,{"b": {}\n', 'data: }]}\n\n'];
    expect(await dataOf(lines)).toEqual(['{"a": [{}\n,{"b": {}\n}]}']);
    expect(await dataOf(['data: {"a":1}\ndata: text\n\n'])).toEqual(['{"a":1}\ntext']);
    const list = 'data: [\n: c\ndata: {"a":1}\ndata: ]\n\n';
    expect(await dataOf(list.split(/(?<=\n)/))).toEqual(['[\n{"a":1}\n]']);
  });

  it('returns the same events as the standard for streams of fields, in any chunks', async () => {
    const line = fc.constantFrom(
      'data: {}',
      'data:x',
      'data',
      'event: e',
      'id: 1',
      ': c',
      'retry: 1',
      '',
    );
    const ending = fc.constantFrom('\n', '\r\n', '\r');
    const lines = fc.array(fc.tuple(line, ending), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.array(fc.nat({ max: 9 }), { maxLength: 20 }),
        async (pairs, sizes) => {
          const separate = pairs.filter(
            ([text, end], index) =>
              text !== 'data: {}' ||
              (pairs[index + 1]?.[0] === '' && end + (pairs[index + 1]?.[1] ?? '') !== '\r\n'),
          );
          const text = separate.flat().join('');
          const chunks: string[] = [];
          let start = 0;
          for (const size of sizes) {
            chunks.push(text.slice(start, start + size));
            start += size;
          }
          chunks.push(text.slice(start));
          expect(await dataOf(chunks)).toEqual(await dataOf([text], false));
        },
      ),
      { numRuns: 1000, seed: 20_261_129 },
    );
  });
});
