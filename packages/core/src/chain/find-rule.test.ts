import { describe, expect, it } from 'vitest';

import { deadlineRule, errorRules } from '../errors/error-codes.ts';
import { findRule } from './find-rule.ts';

describe('the row for an error', () => {
  it("is the table's, where the chain says nothing", () => {
    expect(findRule('server-error', undefined, {})).toBe(errorRules['server-error']);
    expect(findRule('timeout', 'idle', {})).toBe(errorRules.timeout);
    expect(findRule('server-error', undefined, { overloaded: { retry: 'no' } })).toBe(
      errorRules['server-error'],
    );
  });

  it.each([
    [{ retry: 'no' }, { retry: 'no', fallback: 'yes' }],
    [{ fallback: 'no' }, { retry: 'yes', fallback: 'no' }],
    [
      { retry: 'once', fallback: 'no' },
      { retry: 'once', fallback: 'no' },
    ],
    [{}, { retry: 'yes', fallback: 'yes' }],
    [{ retry: undefined }, { retry: 'yes', fallback: 'yes' }],
  ] as const)('with %j of the chain keeps all that is not overridden', (override, answers) => {
    const rule = findRule('server-error', undefined, { 'server-error': override });
    expect(rule).toEqual({ ...errorRules['server-error'], ...answers });
  });

  it('still counts for the breaker, and still rests, whatever the chain says', () => {
    const on = { 'quota-exhausted': { retry: 'yes', fallback: 'no' } } as const;
    expect(findRule('quota-exhausted', undefined, on)).toMatchObject({
      breaker: false,
      cooldown: 60_000,
    });
  });

  it('of the deadline can not be overridden, other timeouts can', () => {
    const on = { timeout: { retry: 'yes', fallback: 'yes' } } as const;
    expect(findRule('timeout', 'deadline', on)).toBe(deadlineRule);
    expect(findRule('timeout', 'headers', on).retry).toBe('yes');
  });
});
