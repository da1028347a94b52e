import { describe, expect, it } from 'vitest';

import { evaluateArithmetic } from './evaluate-arithmetic.ts';

describe('evaluateArithmetic', () => {
  it.each([
    ['2+2*3', 8],
    ['10 - 4 - 3', 3],
    ['2*(3+4)*5', 70],
    ['-3 + -(2)', -5],
    ['8/2/2', 2],
    ['1.5×2÷3', 1],
    ['.5+.5', 1],
  ])('evaluates %s', (text, value) => {
    expect(evaluateArithmetic(text)).toBe(value);
  });

  it.each([
    '',
    '42',
    '2+',
    '(2+3',
    '2+3)',
    '2 3',
    'a+b',
    '2**3',
    '1+1; process.exit()',
    '+2+2',
    '()',
  ])('returns undefined for %j', (text) => {
    expect(evaluateArithmetic(text)).toBeUndefined();
  });

  it('returns undefined for a text that is too long', () => {
    expect(evaluateArithmetic(`${'('.repeat(100_000)}1`)).toBeUndefined();
  });
});
