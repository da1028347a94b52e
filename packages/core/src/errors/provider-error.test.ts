import { inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { errorRules } from './error-codes.ts';
import { ProviderError } from './provider-error.ts';

const details = {
  code: 'rate-limited',
  message: 'the answer was refused with status 429',
  status: 429,
  retryAfterMs: 5000,
  requestId: 'r1',
  phase: 'headers',
} as const;
const target = {
  provider: 'vendor',
  model: 'm1',
  phase: 'content',
  partialText: 'canary: the text so far',
} as const;

describe('an error of a provider', () => {
  it('has what was told, and is undefined in the rest', () => {
    const error = new ProviderError(details);
    expect(error).toMatchObject({ ...details, provider: '', model: '', partialText: '' });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('ProviderError');
    expect(error.stack).toMatch(/^ProviderError: the answer was refused with status 429\n {4}at /);
    const bare = new ProviderError({ code: 'overloaded', message: 'm' });
    expect([bare.status, bare.retryAfterMs, bare.requestId, bare.phase]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(Object.hasOwn(bare, 'cause')).toBe(false);
  });

  it('tells its hint by code, and by phase at a deadline', () => {
    expect(new ProviderError(details).hint).toBe(errorRules['rate-limited'].hint);
    const timeout = { code: 'timeout', message: 'm' } as const;
    expect(new ProviderError({ ...timeout, phase: 'idle' }).hint).toBe(errorRules.timeout.hint);
    expect(new ProviderError({ ...timeout, phase: 'deadline' }).hint).toMatch(/deadlineMs/);
  });

  it('is JSON without the text, the cause and the stack', () => {
    const cause = new Error('canary of a cause');
    const error = new ProviderError({ ...details, cause }).withTarget(target);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ProviderError',
      code: 'rate-limited',
      message: 'vendor: the answer was refused with status 429',
      hint: errorRules['rate-limited'].hint,
      provider: 'vendor',
      model: 'm1',
      status: 429,
      retryAfterMs: 5000,
      requestId: 'r1',
      phase: 'headers',
    });
    expect(JSON.stringify({ error })).not.toContain('canary');
  });
});

describe('an error told with its target', () => {
  it('keeps what was known, and takes the phase where none was', () => {
    const cause = new Error('of old');
    const error = new ProviderError({ ...details, cause });
    const located = error.withTarget(target);
    expect(located).toMatchObject({
      ...details,
      message: `vendor: ${details.message}`,
      provider: 'vendor',
      model: 'm1',
    });
    expect(located.cause).toBe(cause);
    expect(new ProviderError({ code: 'overloaded', message: 'm' }).withTarget(target).phase).toBe(
      'content',
    );
  });

  it('has no cause where it had none', () => {
    expect(Object.hasOwn(new ProviderError(details).withTarget(target), 'cause')).toBe(false);
  });

  it('leaves the length of other stacks as it is', () => {
    const before = Error.stackTraceLimit;
    new ProviderError(details).withTarget(target);
    expect(Error.stackTraceLimit).toBe(before);
  });

  it('keeps the stack of where it arose', () => {
    const error = new ProviderError(details);
    const located = error.withTarget(target);
    expect(located.stack).toMatch(
      /^ProviderError: vendor: the answer was refused with status 429\n/,
    );
    const frames = (stack: string | undefined): readonly string[] | undefined =>
      stack?.split('\n').slice(1);
    expect(frames(located.stack)).toEqual(frames(error.stack));
  });

  it.each(['$& $1', "$' $` $$", 'a\nb'])('keeps a message of %j as it is', (message) => {
    const located = new ProviderError({ code: 'overloaded', message }).withTarget(target);
    expect(located.message).toBe(`vendor: ${message}`);
    expect(located.stack?.startsWith(`ProviderError: vendor: ${message}\n    at `)).toBe(true);
  });

  it('is the same error where the target is known already', () => {
    const located = new ProviderError(details).withTarget(target);
    expect(located.withTarget({ ...target, provider: 'other' })).toBe(located);
  });

  it('has the text so far, where no log prints it', () => {
    const located = new ProviderError(details).withTarget(target);
    expect(located.partialText).toBe('canary: the text so far');
    expect(Object.keys(located)).not.toContain('partial');
    expect(Object.assign({}, located)).not.toHaveProperty('partial');
    expect(inspect(located, { depth: 10 })).not.toContain('canary');
    expect(String(located)).not.toContain('canary');
    expect(JSON.stringify(located)).not.toContain('canary');
  });
});
