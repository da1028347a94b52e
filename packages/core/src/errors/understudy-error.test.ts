import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import type { Attempt } from '../chat/attempt.ts';
import { ChainError } from './chain-error.ts';
import { ConfigurationError } from './configuration-error.ts';
import { errorRules } from './error-codes.ts';
import { ProviderError } from './provider-error.ts';
import { UnderstudyError } from './understudy-error.ts';

describe('UnderstudyError', () => {
  it('has a name, a code, a hint and a cause', () => {
    const cause = new Error('canary');
    const error = new UnderstudyError('closed', 'the runtime is closed', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('UnderstudyError: the runtime is closed');
    expect(error.stack).toMatch(/^UnderstudyError: the runtime is closed\n/);
    expect([error.code, error.hint, error.cause]).toEqual([
      'closed',
      errorRules.closed.hint,
      cause,
    ]);
    expect(error.toJSON()).toEqual({
      name: 'UnderstudyError',
      code: 'closed',
      message: 'the runtime is closed',
      hint: errorRules.closed.hint,
    });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('does not list the brand and the name among its own fields', () => {
    const error = new UnderstudyError('closed', 'm');
    expect(Object.keys(error)).toEqual(['code']);
    expect(inspect(error)).not.toContain('Symbol');
  });
});

describe('ConfigurationError', () => {
  const details = { path: 'settings.a.url', expected: 'a URL', received: 'nothing' };

  it('reports the path, the expected and the received value', () => {
    const error = new ConfigurationError(details);
    expect(String(error)).toBe(
      'ConfigurationError: settings.a.url: expected a URL, received nothing',
    );
    expect(error.toJSON()).toEqual({
      name: 'ConfigurationError',
      code: 'invalid-configuration',
      message: 'settings.a.url: expected a URL, received nothing',
      hint: errorRules['invalid-configuration'].hint,
      ...details,
      advice: undefined,
    });
  });

  it('keeps all fields with a path prefix', () => {
    const error = new ConfigurationError({
      ...details,
      code: 'model-not-found',
      advice: 'did you mean b?',
    });
    const outer = error.withPathPrefix('options');
    expect(outer.message).toBe(
      'options.settings.a.url: expected a URL, received nothing; did you mean b?',
    );
    expect(outer.toJSON()).toEqual({
      name: 'ConfigurationError',
      code: 'model-not-found',
      message: outer.message,
      hint: errorRules['model-not-found'].hint,
      path: 'options.settings.a.url',
      expected: 'a URL',
      received: 'nothing',
      advice: 'did you mean b?',
    });
  });
});

describe('ChainError', () => {
  const attempt: Attempt = {
    number: 1,
    provider: 'a',
    model: 'm',
    startedAt: 0,
    outcome: 'failed',
    firstContentMs: undefined,
    totalMs: 5,
    requests: 1,
    error: { code: 'overloaded', message: 'a: no capacity' },
  };
  const skipped: Attempt = {
    ...attempt,
    number: 2,
    provider: 'b',
    outcome: 'skipped',
    error: undefined,
  };
  const target = { provider: 'a', model: 'm', phase: 'headers', partialText: 'canary' } as const;
  const failure = new ProviderError({ code: 'overloaded', message: 'no capacity' }).withTarget(
    target,
  );

  it('lists each attempt in one line of the message', () => {
    const error = new ChainError([attempt, skipped], [failure]);
    expect(error.message).toBe(
      'all targets failed:\n  1. a/m: overloaded: a: no capacity\n  2. b/m: skipped',
    );
    expect([error.code, error.name]).toEqual(['all-targets-failed', 'ChainError']);
    expect(error.cause).toBe(failure);
  });

  it('has no cause if all targets were skipped', () => {
    expect(new ChainError([skipped], []).cause).toBeUndefined();
  });

  it('serializes the attempts and their errors without the received text', () => {
    const error = new ChainError([attempt, skipped], [failure]);
    const plain = JSON.parse(JSON.stringify(error));
    expect(plain).toMatchObject({
      name: 'ChainError',
      code: 'all-targets-failed',
      message: error.message,
      hint: errorRules['all-targets-failed'].hint,
      attempts: [
        { number: 1, error: attempt.error },
        { number: 2, outcome: 'skipped' },
      ],
      errors: [{ name: 'ProviderError', code: 'overloaded', provider: 'a' }],
    });
    expect(JSON.stringify(error)).not.toContain('canary');
    expect(inspect(error, { depth: 10 })).not.toContain('canary');
  });
});
