import { describe, expect, it } from 'vitest';

import { deadlineRule, errorRules } from '../../errors/error-codes.ts';
import { resolveErrorRule } from './decide-next.ts';

describe('resolveErrorRule', () => {
  it('returns the rule of the table without an override', () => {
    expect(resolveErrorRule('server-error', undefined, {})).toBe(errorRules['server-error']);
    expect(resolveErrorRule('timeout', 'idle', {})).toBe(errorRules.timeout);
    expect(resolveErrorRule('server-error', undefined, { overloaded: { retry: 'no' } })).toBe(
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
    const rule = resolveErrorRule('server-error', undefined, { 'server-error': override });
    expect(rule).toEqual({ ...errorRules['server-error'], ...answers });
  });

  it('keeps circuit breaker and cooldown with an override', () => {
    const overrides = { 'quota-exhausted': { retry: 'yes', fallback: 'no' } } as const;
    expect(resolveErrorRule('quota-exhausted', undefined, overrides)).toMatchObject({
      countsForBreaker: false,
      cooldownMs: 'default',
    });
  });

  it('ignores overrides for the deadline, not for other timeouts', () => {
    const overrides = { timeout: { retry: 'yes', fallback: 'yes' } } as const;
    expect(resolveErrorRule('timeout', 'deadline', overrides)).toBe(deadlineRule);
    expect(resolveErrorRule('timeout', 'headers', overrides).retry).toBe('yes');
  });

  it('follows a server that asks for no retry, or for one', () => {
    expect(resolveErrorRule('server-error', undefined, {}, false)).toEqual({
      ...errorRules['server-error'],
      retry: 'no',
    });
    expect(resolveErrorRule('server-error', undefined, {}, true)).toBe(errorRules['server-error']);
    expect(resolveErrorRule('invalid-request', undefined, {}, true)).toEqual({
      ...errorRules['invalid-request'],
      retry: 'once',
    });
  });

  it('prefers an override of the chain to what the server asks for', () => {
    const overrides = { overloaded: { retry: 'yes' } } as const;
    expect(resolveErrorRule('overloaded', undefined, overrides, false).retry).toBe('yes');
  });
});
