import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { deadlineRule, errorRules } from '../../errors/error-codes.ts';
import type { ErrorRule } from '../../errors/error-rule.ts';
import { defaultRetry } from '../../registry/chain/default-options.ts';
import type { ChainFacts, TargetFacts } from './decide-next.ts';
import { decideNext } from './decide-next.ts';
import type { Decision } from './decision.ts';
import type { SkipReason } from './find-skip-reason.ts';

const fresh: TargetFacts = {
  attempts: 0,
  rule: undefined,
  notBefore: undefined,
  skipReason: undefined,
  contextTokens: undefined,
  retries: 0,
  preferredUntil: 1000,
};

/** A target that was tried, and ended in this row of the table. */
function failed(rule: ErrorRule, changes: Partial<TargetFacts> = {}): TargetFacts {
  return { ...fresh, attempts: 1, rule, ...changes };
}

function blocked(retryAt: number | undefined): TargetFacts {
  const skipReason: SkipReason = { code: 'circuit-open', message: 'open', retryAt };
  return { ...fresh, skipReason };
}

/** At the instant 1000, with half of each wait drawn, unless the case says otherwise. */
function decide(targets: readonly TargetFacts[], changes: Partial<ChainFacts> = {}): Decision {
  const attempts = targets.reduce((sum, target) => sum + target.attempts, 0);
  return decideNext({
    targets,
    last: attempts === 0 ? undefined : targets.findLastIndex((target) => target.attempts > 0),
    requests: attempts,
    maxAttempts: Math.max(3, targets.length + 1),
    now: 1000,
    deadlineAt: Number.POSITIVE_INFINITY,
    waitsUntil: 1000 + defaultRetry.maxWaitMs,
    retry: defaultRetry,
    budget: true,
    exceededContextTokens: 0,
    random: 0,
    ...changes,
  });
}

const transient = errorRules['server-error'];
const rateLimited = errorRules['rate-limited'];
const final: Decision = { type: 'stop', reason: 'final' };
const noRequestLeft: Decision = { type: 'stop', reason: 'max-attempts' };
const exhausted: Decision = { type: 'stop', reason: 'exhausted' };

function attempt(
  target: number,
  kind: 'first' | 'fallback' | 'retry',
  delayMs: number = 0,
): Decision {
  return { type: 'attempt', target, kind, at: 1000 + delayMs };
}

describe('decideNext chooses', () => {
  it.each<readonly [string, readonly TargetFacts[], Decision]>([
    ['the first, before anything was tried', [fresh, fresh], attempt(0, 'first')],
    ['the next in order', [failed(transient), fresh, fresh], attempt(1, 'fallback')],
    [
      'a fresh one rather than one to try again',
      [failed(transient), failed(transient), fresh],
      attempt(2, 'fallback'),
    ],
    [
      'one before the last tried, where that was passed over at first',
      [fresh, failed(transient)],
      attempt(0, 'fallback'),
    ],
    ['the first that is ready', [blocked(undefined), blocked(2000), fresh], attempt(2, 'first')],
    [
      'the one that is free soonest, when all are blocked',
      [blocked(3000), blocked(1500), blocked(undefined)],
      attempt(1, 'first', 500),
    ],
    [
      'a blocked one that was not tried, before one to try again',
      [blocked(3000), failed(transient)],
      attempt(0, 'fallback', 2000),
    ],
    ['the same again, when there is no other', [failed(transient)], attempt(0, 'retry', 125)],
    [
      'the same again, when the others are blocked for good',
      [failed(transient), blocked(undefined)],
      attempt(0, 'retry', 125),
    ],
    [
      'whichever was tried least, once all were tried',
      [failed(transient, { attempts: 2 }), failed(transient)],
      attempt(1, 'retry', 125),
    ],
    [
      'the first in order, where all were tried as often',
      [failed(transient), failed(transient)],
      attempt(0, 'retry', 125),
    ],
    [
      'the one that is ready first, where all were tried as often',
      [failed(transient, { notBefore: 4000 }), failed(transient)],
      attempt(1, 'retry', 125),
    ],
  ])('%s', (_name, targets, decision) => {
    expect(decide(targets, { maxAttempts: 9 })).toEqual(decision);
  });

  it('nothing without targets', () => {
    expect(decide([])).toEqual(exhausted);
  });
});

describe('decideNext retries the same target', () => {
  const once = errorRules['empty-response'];

  it.each<readonly [string, TargetFacts, Decision]>([
    [
      'as often as the policy says (yes)',
      failed(transient, { attempts: 2 }),
      attempt(0, 'retry', 250),
    ],
    ['and no more often', failed(transient, { attempts: 3 }), exhausted],
    ['once', failed(once), attempt(0, 'retry', 125)],
    ['but not twice, where the table says once', failed(once, { attempts: 2 }), exhausted],
    [
      'when the vendor allows it',
      failed(rateLimited, { notBefore: 4000 }),
      attempt(0, 'retry', 3000),
    ],
    ['not where the table says no', failed(errorRules.blocked), exhausted],
    ['not where the table says no to both', failed(errorRules['invalid-request']), final],
    ['never after close()', failed(errorRules.closed), final],
    ['never after the deadline', failed(deadlineRule), final],
    [
      'not before the vendor allows it',
      failed(transient, { notBefore: 1200 }),
      attempt(0, 'retry', 200),
    ],
    ['not sooner than drawn', failed(transient, { notBefore: 1100 }), attempt(0, 'retry', 125)],
    [
      'after the random delay if the vendor allows it earlier',
      failed(rateLimited, { notBefore: -50 }),
      attempt(0, 'retry', 125),
    ],
    [
      'when its blockage is over',
      failed(transient, { skipReason: { code: 'circuit-open', message: '', retryAt: 1900 } }),
      attempt(0, 'retry', 900),
    ],
    [
      'not where no end of its blockage is known',
      failed(transient, {
        skipReason: { code: 'concurrency-limited', message: '', retryAt: undefined },
      }),
      exhausted,
    ],
  ])('%s', (_name, target, decision) => {
    expect(decide([target], { maxAttempts: 9 })).toEqual(decision);
  });

  it('not when the retry budget is used up; first attempts need none', () => {
    expect(decide([failed(transient)], { budget: false })).toEqual(exhausted);
    expect(decide([failed(transient), fresh], { budget: false })).toEqual(attempt(1, 'fallback'));
  });

  it('never with maxRetries 0', () => {
    const retry = { ...defaultRetry, maxRetries: 0 };
    expect(decide([failed(transient)], { retry })).toEqual(exhausted);
    expect(decide([failed(once)], { retry })).toEqual(exhausted);
  });
});

describe('decideNext stays with a target', () => {
  const patient = { retries: 1, preferredUntil: 3000 };

  it.each<readonly [string, readonly TargetFacts[], Decision]>([
    [
      'while it has retries left',
      [failed(transient, { retries: 1 }), fresh],
      attempt(0, 'retry', 125),
    ],
    [
      'not when its retries are used up',
      [failed(transient, { retries: 1, attempts: 2 }), fresh],
      attempt(1, 'fallback'),
    ],
    [
      'not where the table says no',
      [failed(errorRules.blocked, { retries: 1 }), fresh],
      attempt(1, 'fallback'),
    ],
    [
      'until the vendor allows it, within its maxWaitMs',
      [failed(rateLimited, { ...patient, notBefore: 3000 }), fresh],
      attempt(0, 'retry', 2000),
    ],
    [
      'no longer',
      [failed(rateLimited, { ...patient, notBefore: 3001 }), fresh],
      attempt(1, 'fallback'),
    ],
    [
      'for the delay of the retry, also if its maxWaitMs is shorter',
      [failed(transient, { ...patient, preferredUntil: 1100, notBefore: 1120 }), fresh],
      attempt(0, 'retry', 125),
    ],
    [
      'only if it was tried last',
      [failed(transient, { retries: 1 }), failed(transient), fresh],
      attempt(2, 'fallback'),
    ],
    [
      'that will be ready in time',
      [{ ...blocked(3000), preferredUntil: 3000 }, fresh],
      attempt(0, 'first', 2000),
    ],
    [
      'not if it will not',
      [{ ...blocked(3001), preferredUntil: 3000 }, fresh],
      attempt(1, 'first'),
    ],
    [
      'only if no ready target is listed before it',
      [fresh, { ...blocked(3000), preferredUntil: 3000 }],
      attempt(0, 'first'),
    ],
    [
      'longer than retry.maxWaitMs, if its own is longer',
      [{ ...blocked(9000), preferredUntil: 9000 }, fresh],
      attempt(0, 'first', 8000),
    ],
  ])('%s', (_name, targets, decision) => {
    expect(decide(targets, { maxAttempts: 9 })).toEqual(decision);
  });

  it('within maxAttempts, the deadline and the budget', () => {
    const targets = [failed(transient, { retries: 1 }), fresh];
    expect(decide(targets, { budget: false })).toEqual(attempt(1, 'fallback'));
    expect(decide(targets, { deadlineAt: 1125 })).toEqual(attempt(1, 'fallback'));
    expect(decide(targets, { maxAttempts: 1 })).toEqual(noRequestLeft);
    const waiting = [{ ...blocked(3000), preferredUntil: 3000 }, fresh];
    expect(decide(waiting, { deadlineAt: 3000 })).toEqual(attempt(1, 'first'));
  });
});

describe('decideNext falls back', () => {
  const small = { contextTokens: 4000 };
  const tooLong = failed(errorRules['context-length-exceeded'], small);
  const large: TargetFacts = { ...fresh, contextTokens: 8000 };
  const filtered = errorRules['content-filtered'];

  it.each<readonly [string, readonly TargetFacts[], Decision]>([
    ['where the table says yes', [failed(errorRules.blocked), fresh], attempt(1, 'fallback')],
    ['not where it says no', [failed(errorRules['provider-retired']), fresh], final],
    ['not where it says opt-in', [failed(filtered), fresh], final],
    [
      'where the chain opted in',
      [failed({ ...filtered, fallback: 'yes' }), fresh],
      attempt(1, 'fallback'),
    ],
    [
      'not where the chain says no, though the same target may be asked again',
      [failed({ ...transient, fallback: 'no' }), fresh],
      attempt(0, 'retry', 125),
    ],
    ['to a larger window', [tooLong, { ...fresh, ...small }, large], attempt(2, 'fallback')],
    ['to one of unknown size', [tooLong, fresh], attempt(1, 'fallback')],
    [
      'from one of unknown size',
      [failed(errorRules['context-length-exceeded']), large],
      attempt(1, 'fallback'),
    ],
    ['not to one of the same size', [tooLong, { ...fresh, ...small }], exhausted],
  ])('%s', (_name, targets, decision) => {
    const [first] = targets;
    const outgrown = first?.rule?.fallback === 'larger-window';
    const exceededContextTokens = outgrown ? (first?.contextTokens ?? 0) : 0;
    expect(decide(targets, { exceededContextTokens })).toEqual(decision);
  });
});

describe('decideNext stops', () => {
  it('at maxAttempts, for all targets together', () => {
    const targets = [failed(transient), fresh];
    expect(decide(targets, { requests: 3 })).toEqual(noRequestLeft);
    expect(decide(targets, { requests: 4 })).toEqual(noRequestLeft);
    expect(decide(targets, { requests: 2 })).toEqual(attempt(1, 'fallback'));
    expect(decide([fresh], { maxAttempts: 0 })).toEqual(noRequestLeft);
  });

  it('instead of waiting longer since its last attempt', () => {
    expect(decide([blocked(3000)], { waitsUntil: 3000 })).toEqual(attempt(0, 'first', 2000));
    expect(decide([blocked(3001)], { waitsUntil: 3000 })).toEqual(exhausted);
  });

  it('instead of waiting longer than maxWaitMs', () => {
    expect(decide([blocked(6000)])).toEqual(attempt(0, 'first', 5000));
    expect(decide([blocked(6001)])).toEqual(exhausted);
    expect(decide([failed(rateLimited, { notBefore: 6000 })])).toEqual(attempt(0, 'retry', 5000));
    expect(decide([failed(rateLimited, { notBefore: 6001 })])).toEqual(exhausted);
    expect(decide([failed(rateLimited, { notBefore: 1000 + 365 * 86_400_000 })])).toEqual(
      exhausted,
    );
    expect(decide([failed(rateLimited, { notBefore: Number.POSITIVE_INFINITY })])).toEqual(
      exhausted,
    );
  });

  it('instead of starting at or after the deadline', () => {
    expect(decide([fresh], { deadlineAt: 1000 })).toEqual(exhausted);
    expect(decide([fresh], { deadlineAt: 1001 })).toEqual(attempt(0, 'first'));
    expect(decide([blocked(2000)], { deadlineAt: 2000 })).toEqual(exhausted);
    expect(decide([failed(transient)], { deadlineAt: 1125 })).toEqual(exhausted);
    expect(decide([failed(transient)], { deadlineAt: 1126 })).toEqual(attempt(0, 'retry', 125));
  });
});

describe('decideNext with generated facts', () => {
  const time = fc.integer({ min: 0, max: 20_000 });
  const maybeTime = fc.option(time, { nil: undefined });
  const target: fc.Arbitrary<TargetFacts> = fc
    .record({
      attempts: fc.integer({ min: 0, max: 4 }),
      rule: fc.constantFrom(...Object.values(errorRules)),
      notBefore: maybeTime,
      skipReason: fc.option(
        fc.record({
          code: fc.constantFrom('circuit-open', 'cooling-down', 'concurrency-limited'),
          message: fc.constant(''),
          retryAt: maybeTime,
        }),
        { nil: undefined },
      ),
      contextTokens: fc.constantFrom(undefined, 4000, 8000),
      retries: fc.constantFrom(0, 0, 0, 1, 3),
      maxWaitMs: fc.oneof(fc.constant(0), fc.nat(12_000)),
    })
    .map(({ maxWaitMs, ...facts }) => ({
      ...facts,
      // Without the instant at which the wait started, which is added to it.
      preferredUntil: maxWaitMs,
      ...(facts.attempts === 0 && { rule: undefined, notBefore: undefined }),
    }));
  const anything: fc.Arbitrary<ChainFacts> = fc
    .record({
      targets: fc.array(target, { minLength: 1, maxLength: 5 }),
      which: fc.nat(4),
      requests: fc.nat(6),
      maxAttempts: fc.integer({ min: 1, max: 6 }),
      now: time,
      deadlineAt: fc.oneof(time, fc.constant(Number.POSITIVE_INFINITY)),
      retry: fc.record({
        maxRetries: fc.nat(3),
        initialDelayMs: fc.nat(500),
        maxDelayMs: fc.nat(8000),
        maxWaitMs: fc.nat(8000),
      }),
      budget: fc.boolean(),
      exceededContextTokens: fc.constant(0),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    })
    .map(({ which, ...facts }) => {
      const tried = facts.targets.flatMap(({ attempts }, index) => (attempts > 0 ? [index] : []));
      // Health reports no reason that has expired.
      const targets = facts.targets.map(({ skipReason, preferredUntil, ...rest }) => {
        const retryAt =
          skipReason?.retryAt === undefined ? undefined : facts.now + 1 + skipReason.retryAt;
        return {
          ...rest,
          skipReason: skipReason && { ...skipReason, retryAt },
          preferredUntil: facts.now + preferredUntil,
        };
      });
      const waitsUntil = facts.now + facts.retry.maxWaitMs;
      return { ...facts, waitsUntil, targets, last: tried[which % Math.max(1, tried.length)] };
    });

  /** Checks each decision to try a target. */
  function always(
    check: (facts: ChainFacts, decided: Decision & { type: 'attempt' }) => void,
  ): void {
    const property = fc.property(anything, (facts) => {
      const decision = decideNext(facts);
      if (decision.type === 'attempt') check(facts, decision);
    });
    fc.assert(property, { seed: 1, numRuns: 5000 });
  }

  it('never exceeds maxAttempts', () => {
    always(({ requests, maxAttempts }) => expect(requests).toBeLessThan(maxAttempts));
  });

  it('no attempt starts before the vendor allows it and its target is available', () => {
    always(({ targets }, { target: index, at }) => {
      const { notBefore = 0, skipReason } = targets[index] ?? fresh;
      expect(at).toBeGreaterThanOrEqual(Math.max(notBefore, skipReason?.retryAt ?? 0));
      expect(skipReason === undefined || skipReason.retryAt !== undefined).toBe(true);
    });
  });

  it('never waits longer than maxWaitMs, that of the target included, or until the deadline', () => {
    always(({ targets, now, deadlineAt, retry }, { target: index, at }) => {
      expect(at).toBeGreaterThanOrEqual(now);
      const { preferredUntil } = targets[index] ?? fresh;
      // The wait is a difference of floats. A random delay is shorter than both of its bounds.
      const longest = Math.max(retry.maxWaitMs, preferredUntil - now, retry.maxDelayMs);
      expect(at - now).toBeLessThanOrEqual(longest + 1e-6);
      expect(at).toBeLessThan(deadlineAt);
    });
  });

  it('retries while an untried target is available only the last one, which has retries left', () => {
    always(({ targets, last, now: current, ...facts }, { target: index, kind, at }) => {
      const ended = last === undefined ? undefined : targets[last];
      const ready = targets.findIndex(({ attempts, skipReason }) => attempts === 0 && !skipReason);
      if (ready < 0 || (ended?.rule && ended.rule.fallback !== 'yes')) return;
      const { attempts, retries, preferredUntil } = targets[index] ?? fresh;
      const isRetry = kind === 'retry';
      expect(index).toBe(isRetry ? last : Math.min(index, ready));
      expect(attempts).toBeLessThanOrEqual(isRetry ? retries : 0);
      const latest = index === ready ? current : preferredUntil;
      expect(at).toBeLessThanOrEqual(latest + (isRetry ? facts.retry.maxDelayMs : 0) + 1e-6);
    });
  });

  it('retries only with a budget, within the rule and maxRetries', () => {
    always(({ targets, budget, retry }, { target: index, kind }) => {
      const { attempts, rule, retries } = targets[index] ?? fresh;
      expect(kind === 'retry').toBe(attempts > 0);
      if (kind !== 'retry') return;
      expect(budget).toBe(true);
      expect(rule?.retry).toMatch(/^(yes|once)$/);
      expect(attempts).toBeLessThanOrEqual(Math.max(retries, retry.maxRetries));
      expect(attempts === 1 || rule?.retry !== 'once').toBe(true);
    });
  });

  it('falls back only if the error rule allows it', () => {
    always(({ targets, last }, { target: index, kind }) => {
      expect(kind === 'first').toBe(last === undefined);
      if (last === undefined || index === last) return;
      expect(targets[last]?.rule?.fallback).toMatch(/^(yes|larger-window)$/);
    });
  });

  it('the same facts give the same decision', () => {
    const property = fc.property(anything, (facts) => {
      expect(decideNext(facts)).toEqual(decideNext(facts));
    });
    fc.assert(property, { seed: 2, numRuns: 500 });
  });
});
