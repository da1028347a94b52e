import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import type { Attempt } from '../chat/attempt.ts';
import { ChainError } from './chain-error.ts';
import { ConfigurationError } from './configuration-error.ts';
import { errorRules } from './error-codes.ts';
import { ProviderError } from './provider-error.ts';
import { UnderstudyError } from './understudy-error.ts';

describe('an error of ours', () => {
  it('has a name, a code, a hint and its cause', () => {
    const cause = new Error('canary');
    const error = new UnderstudyError('closed', 'it was closed', { cause });
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('UnderstudyError: it was closed');
    expect(error.stack).toMatch(/^UnderstudyError: it was closed\n/);
    expect([error.code, error.hint, error.cause]).toEqual([
      'closed',
      errorRules.closed.hint,
      cause,
    ]);
    expect(error.toJSON()).toEqual({
      name: 'UnderstudyError',
      code: 'closed',
      message: 'it was closed',
      hint: errorRules.closed.hint,
    });
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('shows neither brand nor name among its fields', () => {
    const error = new UnderstudyError('closed', 'm');
    expect(Object.keys(error)).toEqual(['code']);
    expect(inspect(error)).not.toContain('Symbol');
  });
});

describe('an error of configuration', () => {
  const details = { path: 'settings.a.url', expected: 'a URL', received: 'nothing' };

  it('says where, what was expected and what was found', () => {
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

  it('says what to do where more can be said, and keeps all of it from further out', () => {
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

describe('an error of a chain', () => {
  const attempt: Attempt = {
    number: 1,
    provider: 'a',
    model: 'm',
    startedAt: 0,
    outcome: 'failed',
    firstContentMs: undefined,
    totalMs: 5,
    requests: 1,
    error: { code: 'overloaded', message: 'a: no room' },
  };
  const skipped: Attempt = {
    ...attempt,
    number: 2,
    provider: 'b',
    outcome: 'skipped',
    error: undefined,
  };
  const target = { provider: 'a', model: 'm', phase: 'headers', partialText: 'canary' } as const;
  const failure = new ProviderError({ code: 'overloaded', message: 'no room' }).withTarget(target);

  it('tells each attempt in one line', () => {
    const error = new ChainError([attempt, skipped], [failure]);
    expect(error.message).toBe(
      'No target answered:\n  1. a/m: overloaded: a: no room\n  2. b/m: skipped',
    );
    expect([error.code, error.name]).toEqual(['all-targets-failed', 'ChainError']);
    expect(error.cause).toBe(failure);
  });

  it('has no cause where nothing failed', () => {
    expect(new ChainError([skipped], []).cause).toBeUndefined();
  });

  it('is JSON with its attempts and their errors, and without the text', () => {
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
