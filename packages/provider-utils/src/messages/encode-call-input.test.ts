import { describe, expect, it } from 'vitest';

import { encodeCallInput } from './encode-call-input.ts';

describe('encodeCallInput', () => {
  it.each([
    ['{"a": 1}', '{"a":1}'],
    [' {"id":12345678901234567890}\n', '{"id":12345678901234567890}'],
    ['{"part":0.12345678901234567}', '{"part":0.12345678901234567}'],
    ['{"many":1e400}', '{"many":1e400}'],
    ['', '{}'],
    ['  \n', '{}'],
    ['null', '{}'],
    ['[ ]', '{}'],
  ])('of %j is %s', (text, sent) => {
    const warnings: string[] = [];
    const input = encodeCallInput(text, (warning) => warnings.push(warning));
    expect([JSON.stringify(input), warnings]).toEqual([sent, []]);
  });

  it.each(['{"a":', '[1]', '"x"', '12345678901234567890', '{}{}'])(
    'of %s is a field with the text, with a warning',
    (text) => {
      const warnings: string[] = [];
      const input = encodeCallInput(text, (warning) => warnings.push(warning));
      expect(input).toEqual({ invalid_arguments: text });
      expect(warnings).toEqual([
        'arguments of a tool call sent as a field "invalid_arguments": they are not a JSON object',
      ]);
    },
  );

  it('contains no half of a surrogate pair', () => {
    expect(encodeCallInput('\uD83D', () => {})).toEqual({ invalid_arguments: '\uFFFD' });
  });
});
