import { describe, expect, it } from 'vitest';

import type { ChainDefaults } from './chat-policy.ts';
import { resolvePolicy } from './chat-policy.ts';
import { defaultLimits, defaultRetry, defaultTimeouts } from './default-options.ts';
import { readChain } from './read-chain.ts';

const defaults: ChainDefaults = {
  timeouts: defaultTimeouts,
  limits: defaultLimits,
  retry: defaultRetry,
  deadlineMs: undefined,
  maxAttempts: undefined,
};
const targets = ['a/x'];

describe('resolvePolicy', () => {
  it('returns the defaults without options', () => {
    expect(resolvePolicy(undefined, 1, defaults)).toEqual({
      timeouts: {
        createMs: 30_000,
        connectMs: 10_000,
        headersMs: 60_000,
        firstContentMs: 120_000,
        progressMs: 300_000,
        idleMs: 60_000,
        usageGraceMs: 1000,
        totalMs: 600_000,
      },
      limits: {
        maxEventBytes: 33_554_432,
        maxErrorBytes: 65_536,
        maxJsonBytes: 33_554_432,
        maxResponseBytes: 67_108_864,
      },
      retry: { maxRetries: 2, initialDelayMs: 250, maxDelayMs: 8000, maxWaitMs: 5000 },
      deadlineMs: undefined,
      maxAttempts: 3,
      commit: 'first-content',
      midStream: 'fail',
      errorRules: {},
    });
  });

  it.each([
    [1, 3],
    [2, 3],
    [3, 4],
    [9, 10],
  ])('for %i targets allows %i requests', (count, maxAttempts) => {
    expect(resolvePolicy(undefined, count, defaults).maxAttempts).toBe(maxAttempts);
  });

  it('prefers the chain to the runtime, field by field', () => {
    const runtime: ChainDefaults = {
      ...defaults,
      timeouts: { ...defaultTimeouts, idleMs: 1, totalMs: 2 },
      retry: { ...defaultRetry, initialDelayMs: 3, maxDelayMs: 4 },
      deadlineMs: 5,
      maxAttempts: 6,
    };
    const inherited = resolvePolicy(readChain(targets, 'c'), 1, runtime);
    expect(inherited).toMatchObject({
      deadlineMs: 5,
      maxAttempts: 6,
      retry: { initialDelayMs: 3, maxDelayMs: 4 },
    });
    const chain = readChain(
      {
        targets,
        timeouts: { totalMs: 20 },
        retry: { maxDelayMs: 40, maxRetries: 0 },
        deadlineMs: 50,
        maxAttempts: 60,
        commit: 'complete',
        midStream: 'restart',
        errorRules: { timeout: { retry: 'no' } },
      },
      'c',
    );
    expect(resolvePolicy(chain, 1, runtime)).toEqual({
      timeouts: { ...defaultTimeouts, idleMs: 1, totalMs: 20 },
      limits: defaultLimits,
      retry: { maxRetries: 0, initialDelayMs: 3, maxDelayMs: 40, maxWaitMs: 5000 },
      deadlineMs: 50,
      maxAttempts: 60,
      commit: 'complete',
      midStream: 'restart',
      errorRules: { timeout: { retry: 'no' } },
    });
  });
});
