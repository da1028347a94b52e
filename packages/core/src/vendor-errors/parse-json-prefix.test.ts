import { assert, json as anyJson, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseJsonPrefix } from './parse-json-prefix.ts';

describe('parseJsonPrefix', () => {
  it.each([
    ['{"error":{"code":"a","message":"It is', { error: { code: 'a', message: 'It is' } }],
    ['{"error":{"code":"a","message":', { error: { code: 'a' } }],
    ['{"error":{"code":"a","mess', { error: { code: 'a' } }],
    ['{"error":{"code":"a",', { error: { code: 'a' } }],
    [String.raw`{"a":"b\u00`, { a: 'b' }],
    ['{"a":"b\\', { a: 'b' }],
    ['[{"error":{"code":400', [{ error: { code: 400 } }]],
    ['{"a":[1,{"b":2},{"c"', { a: [1, { b: 2 }] }],
  ])('completes %s', (text, expected) => {
    expect(parseJsonPrefix(text)).toEqual(expected);
  });

  it.each(['', 'error', '{"a":1}', '{', '"a', '['.repeat(100), '{a', '<html>'])(
    'returns no error for %j',
    (text) => {
      expect(parseJsonPrefix(text) ?? {}).toEqual({});
    },
  );

  it('parses a part of any JSON, or nothing', () => {
    assert(
      property(anyJson(), nat(), (json, length) => {
        const prefix = parseJsonPrefix(json.slice(0, length % (json.length + 1)));
        expect(prefix === undefined || typeof prefix === 'object').toBe(true);
      }),
    );
  });

  it.each([`{"a":"${'\\"'.repeat(500_000)}`, `{"a":[${'1,'.repeat(500_000)}`])(
    'reads a long text once',
    (text) => {
      expect(parseJsonPrefix(text)).toHaveProperty('a');
    },
  );
});
