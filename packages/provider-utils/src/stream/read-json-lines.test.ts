import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createResponse } from '../../test/create-response.ts';
import { readJsonLines } from './read-json-lines.ts';
import type { JsonLine } from './read-json-lines.ts';

const limits = { maxEventBytes: 100 };

function read(...chunks: readonly (string | Uint8Array)[]): Promise<readonly JsonLine[][]> {
  const { body } = createResponse(200, {}, ...chunks);
  return Array.fromAsync(readJsonLines(body, limits), (lines) => [...lines]);
}

describe('readJsonLines', () => {
  it('yields one array per read', async () => {
    expect(await read('{"a":1}\n{"b":', '2}', '\n', '\n')).toEqual([
      [{ data: '{"a":1}' }],
      [{ data: '{"b":2}' }],
      [],
      [],
    ]);
  });

  it('leaves out carriage returns and blank lines', async () => {
    expect(await read('{"a":1}\r', '\n\r\n  \n\n{"b":2}\r\n')).toEqual([
      [],
      [{ data: '{"a":1}' }, { data: '{"b":2}' }],
    ]);
  });

  it('marks a last line without a line feed', async () => {
    expect(await read('{"a":1}\n{"b"')).toEqual([
      [{ data: '{"a":1}' }],
      [{ data: '{"b"', unterminated: true }],
    ]);
    expect(await read('{}\n', ' \r')).toEqual([[{ data: '{}' }], []]);
  });

  it('yields a JSON object without its line feed at once, also if the body fails', async () => {
    expect(await read('{"a":{}', '}', '\r\n{"b":', '1}\n')).toEqual([
      [],
      [{ data: '{"a":{}}' }],
      [],
      [{ data: '{"b":1}' }],
    ]);
    async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from('{"a":1}');
      throw new Error('broken');
    }
    const lines: JsonLine[] = [];
    const run = async (): Promise<void> => {
      for await (const batch of readJsonLines(body(), limits)) lines.push(...batch);
    };
    await expect(run()).rejects.toThrow('broken');
    expect(lines).toEqual([{ data: '{"a":1}' }]);
  });

  it('decodes UTF-8 that is split at any byte', async () => {
    const bytes = Buffer.from('\uFEFF{"a":"Füße 漢字 😀"}\n{"b":"é"}\n');
    const single = await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
    expect(single.flat()).toEqual([{ data: '{"a":"Füße 漢字 😀"}' }, { data: '{"b":"é"}' }]);
  });

  it('returns the same lines for every split', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc
            .string({ unit: 'grapheme', maxLength: 20 })
            // An object is complete at its last bracket.
            .filter((text) => !/[\r\n\uFEFF]|^\{/.test(text)),
        ),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        async (lines, sizes) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const chunks: Buffer[] = [];
          for (let at = 0, index = 0; at < bytes.length; index += 1) {
            const size = sizes[index % sizes.length] ?? 1;
            chunks.push(bytes.subarray(at, at + size));
            at += size;
          }
          const received = (await read(...chunks)).flat().map(({ data }) => data);
          expect(received).toEqual(lines.filter((line) => line.trim() !== ''));
        },
      ),
    );
  });

  it.each([
    ['in one read', ['{"a":1}\n', `"${'x'.repeat(100)}"\n`]],
    ['in many reads', ['{"a":1}\n', ...Array.from({ length: 20 }, () => 'x'.repeat(10))]],
    ['in the read of another line', [`{"a":1}\n${'x'.repeat(101)}`]],
  ])('fails for a line that is too large, %s, after the lines before it', async (_, chunks) => {
    const lines: JsonLine[] = [];
    const { body } = createResponse(200, {}, ...chunks);
    const run = async (): Promise<void> => {
      for await (const batch of readJsonLines(body, limits)) lines.push(...batch);
    };
    await expect(run()).rejects.toMatchObject({
      code: 'response-too-large',
      message: 'expected lines of at most 100 bytes (limits.maxEventBytes), received a larger one',
    });
    expect(lines).toEqual([{ data: '{"a":1}' }]);
  });

  it('accepts a line of the maximum size', async () => {
    expect((await read('x'.repeat(60), `${'x'.repeat(40)}\n`)).flat()).toHaveLength(1);
  });
});
