import { inspect } from 'node:util';

import { describe, expect, it, vi } from 'vitest';

import { errorRules } from './error-codes.ts';
import { ProviderError } from './provider-error.ts';

const details = {
  code: 'rate-limited',
  message: 'the chat failed with HTTP 429',
  status: 429,
  retryAfterMs: 5000,
  param: 'temperature',
  requestId: 'r1',
  phase: 'headers',
} as const;
const target = {
  provider: 'vendor',
  model: 'm1',
  phase: 'content',
  partialText: 'canary: the text so far',
} as const;

describe('ProviderError', () => {
  it('has the given details, and undefined for all others', () => {
    const error = new ProviderError(details);
    expect(error).toMatchObject({ ...details, provider: '', model: '', partialText: '' });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('ProviderError');
    expect(error.stack).toMatch(/^ProviderError: the chat failed with HTTP 429\n {4}at /);
    const bare = new ProviderError({ code: 'overloaded', message: 'm' });
    expect([bare.status, bare.retryAfterMs, bare.requestId, bare.phase]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(Object.hasOwn(bare, 'cause')).toBe(false);
  });

  it('has the hint of its code, and of the deadline for that phase', () => {
    expect(new ProviderError(details).hint).toBe(errorRules['rate-limited'].hint);
    const timeout = { code: 'timeout', message: 'm' } as const;
    expect(new ProviderError({ ...timeout, phase: 'idle' }).hint).toBe(errorRules.timeout.hint);
    expect(new ProviderError({ ...timeout, phase: 'deadline' }).hint).toMatch(/deadlineMs/);
  });

  it('serializes without the received text, the cause and the stack', () => {
    const cause = new Error('canary of a cause');
    const error = new ProviderError({ ...details, cause }).withTarget(target);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'ProviderError',
      code: 'rate-limited',
      message: 'vendor: the chat failed with HTTP 429',
      hint: errorRules['rate-limited'].hint,
      provider: 'vendor',
      model: 'm1',
      status: 429,
      retryAfterMs: 5000,
      param: 'temperature',
      requestId: 'r1',
      phase: 'headers',
    });
    expect(JSON.stringify({ error })).not.toContain('canary');
  });
});

describe('ProviderError.withTarget()', () => {
  it('keeps the details and adds the phase if it is missing', () => {
    const cause = new Error('socket closed');
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

  it('adds no cause', () => {
    expect(Object.hasOwn(new ProviderError(details).withTarget(target), 'cause')).toBe(false);
  });

  it('restores Error.stackTraceLimit', () => {
    const before = Error.stackTraceLimit;
    new ProviderError(details).withTarget(target);
    expect(Error.stackTraceLimit).toBe(before);
  });

  it('keeps the stack of the original error', () => {
    const error = new ProviderError(details);
    const located = error.withTarget(target);
    expect(located.stack).toMatch(/^ProviderError: vendor: the chat failed with HTTP 429\n/);
    const frames = (stack: string | undefined): readonly string[] | undefined =>
      stack?.split('\n').slice(1);
    expect(frames(located.stack)).toEqual(frames(error.stack));
  });

  it.each(['$& $1', "$' $` $$", 'a\nb'])('keeps the message %j unchanged', (message) => {
    const located = new ProviderError({ code: 'overloaded', message }).withTarget(target);
    expect(located.message).toBe(`vendor: ${message}`);
    expect(located.stack?.startsWith(`ProviderError: vendor: ${message}\n    at `)).toBe(true);
  });

  it('returns the same error if it already has a target', () => {
    const located = new ProviderError(details).withTarget(target);
    expect(located.withTarget({ ...target, provider: 'other' })).toBe(located);
  });

  it('hides the received text from logs', () => {
    const located = new ProviderError(details).withTarget(target);
    expect(located.partialText).toBe('canary: the text so far');
    expect(Object.keys(located)).not.toContain('partialText');
    expect(Object.assign({}, located)).not.toHaveProperty('partialText');
    expect(inspect(located, { depth: 10 })).not.toContain('canary');
    expect(String(located)).not.toContain('canary');
    expect(JSON.stringify(located)).not.toContain('canary');
  });
});

describe('ProviderError.withNote()', () => {
  it('adds the note to the message, with and without a target', () => {
    const error = new ProviderError({ code: 'overloaded', message: 'm' });
    expect(error.withNote('n')).toMatchObject({ message: 'm; n', provider: '', phase: undefined });
    const located = error.withTarget(target).withNote('n');
    expect(located).toMatchObject({ message: 'vendor: m; n', ...target });
    expect(located.stack?.startsWith('ProviderError: vendor: m; n\n    at ')).toBe(true);
  });

  it('lets a target be added later', () => {
    const noted = new ProviderError({ code: 'overloaded', message: 'm' }).withNote('n');
    expect(noted.withTarget(target)).toMatchObject({ message: 'vendor: m; n', ...target });
  });
});

describe('ProviderError.withoutText()', () => {
  const cause = new Error('canary of a cause');

  it('keeps the details and the target, without the received text, the cause and the stack', () => {
    const located = new ProviderError({ ...details, cause }).withTarget(target);
    const copy = ProviderError.withoutText(located);
    expect(copy).toMatchObject({
      ...details,
      message: located.message,
      provider: 'vendor',
      model: 'm1',
      partialText: '',
    });
    expect(Object.hasOwn(copy, 'cause')).toBe(false);
    expect(copy.stack).not.toContain('    at ');
  });

  it.each([
    ['vendor: m', 'vendor: vendor: m'],
    ['m', 'vendor: m'],
  ])('keeps the message %j of an error of the vendor', (message, expected) => {
    const located = new ProviderError({ code: 'overloaded', message }).withTarget(target);
    expect(ProviderError.withoutText(located).message).toBe(expected);
  });

  it('copies an error of another copy of this package', async () => {
    vi.resetModules();
    const other = await import('./provider-error.ts');
    expect(other.ProviderError).not.toBe(ProviderError);
    const located = new other.ProviderError(details).withTarget(target);
    const copy = ProviderError.withoutText(located);
    expect(copy).toBeInstanceOf(ProviderError);
    expect(copy).toMatchObject({ message: located.message, provider: 'vendor', partialText: '' });
    const bare = new other.ProviderError(details);
    expect(ProviderError.withoutText(bare).message).toBe(details.message);
  });
});
