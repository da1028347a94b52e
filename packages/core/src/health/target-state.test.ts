import { describe, expect, it } from 'vitest';

import { ProviderError } from '../errors/provider-error.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { Cooldown } from './cooldown.ts';
import { defaultBreaker, defaultCooldown, defaultRetryBudget } from './health-options.ts';
import type { Permit } from './permit.ts';
import type { TargetUse } from './target-state.ts';
import { TargetState } from './target-state.ts';

const year = 365 * 24 * 60 * 60 * 1000;

/** A use of a target with `maxConcurrent`. */
function limit(maxConcurrent: number): TargetUse {
  return { demand: { limits: { maxConcurrent }, tokens: 0 } };
}

function createState(): { readonly clock: ManualClock; readonly state: TargetState } {
  const clock = new ManualClock();
  const options = {
    breaker: defaultBreaker,
    cooldown: { ...defaultCooldown, maxMs: year },
    retryBudget: defaultRetryBudget,
  };
  const providerCooldown = new Cooldown(clock, options.cooldown);
  return { clock, state: new TargetState(clock, options, providerCooldown, () => {}) };
}

const error = new ProviderError({ code: 'rate-limited', message: 'a rate limit' });

/** Fails an attempt that is in flight already, so that a cooldown can start during another one. */
function coolDown(permit: Permit | undefined, ms: number): void {
  permit?.coolDown('target', ms, { error, at: 0 });
  permit?.release('ignored');
}

function fail(state: TargetState, times: number): void {
  for (let count = 0; count < times; count += 1) state.tryAcquire()?.release('failure');
}

describe('TargetState', () => {
  it('is available at first', () => {
    const { state } = createState();
    expect(state.unavailable()).toBeUndefined();
    expect(state.status).toEqual({
      breaker: 'closed',
      retryAfterMs: 0,
      cooldown: undefined,
      inFlight: 0,
      queued: 0,
    });
    expect(state.idle).toBe(true);
  });

  it('is unavailable during a cooldown, to the millisecond', async () => {
    const { clock, state } = createState();
    coolDown(state.tryAcquire(), 1000);
    expect(state.unavailable()).toMatchObject({ code: 'cooling-down', until: 1000 });
    expect(state.tryAcquire()).toBeUndefined();
    expect(state.idle).toBe(false);
    await clock.advance(999);
    expect(state.status).toMatchObject({ cooldown: {}, retryAfterMs: 1 });
    await clock.advance(1);
    expect(state.unavailable()).toBeUndefined();
    expect(state.idle).toBe(true);
  });

  it('keeps the longer of two cooldowns', async () => {
    const { clock, state } = createState();
    const [long, short] = [state.tryAcquire(), state.tryAcquire()];
    coolDown(long, 1000);
    coolDown(short, 10);
    await clock.advance(999);
    expect(state.unavailable()?.code).toBe('cooling-down');
  });

  it('cools down for a year at most, if that is the limit', async () => {
    const { clock, state } = createState();
    coolDown(state.tryAcquire(), 2 * year);
    await clock.advance(year - 1);
    expect(state.unavailable()).toMatchObject({ code: 'cooling-down', until: year });
  });

  it('limits the attempts in flight', () => {
    const { state } = createState();
    const first = state.tryAcquire(limit(2));
    state.tryAcquire(limit(2));
    expect(state.unavailable(limit(2))).toEqual({
      code: 'concurrency-limited',
      until: undefined,
      limit: { limit: 'maxConcurrent', allowed: 2, queued: 0 },
    });
    expect(state.tryAcquire(limit(2))).toBeUndefined();
    expect(state.unavailable(limit(3))).toBeUndefined();
    first?.release('success');
    expect(state.status.inFlight).toBe(1);
    expect(state.tryAcquire(limit(2))).toBeDefined();
  });

  it('reports the circuit breaker first, then the cooldown, then the limit', async () => {
    const { clock, state } = createState();
    const permit = state.tryAcquire();
    expect(state.unavailable(limit(1))?.code).toBe('concurrency-limited');
    permit?.coolDown('target', 20_000, { error, at: 0 });
    expect(state.unavailable(limit(1))?.code).toBe('cooling-down');
    permit?.release('ignored');
    state.reset();
    await clock.advance(20_000);
    const late = state.tryAcquire();
    fail(state, 5);
    coolDown(late, 60_000);
    expect(state.unavailable(limit(1))).toMatchObject({
      code: 'circuit-open',
      until: 35_000,
    });
    expect(state.status).toMatchObject({ breaker: 'open', retryAfterMs: 60_000 });
  });

  it('does not start the probe of its circuit breaker beyond the limit', async () => {
    const { clock, state } = createState();
    const early = state.tryAcquire();
    fail(state, 5);
    await clock.advance(15_000);
    expect(state.tryAcquire(limit(1))).toBeUndefined();
    early?.release('ignored');
    expect(state.tryAcquire(limit(1))).toBeDefined();
  });

  it('is available after a reset', () => {
    const { state } = createState();
    const late = state.tryAcquire();
    fail(state, 5);
    coolDown(late, 1000);
    state.reset();
    expect(state.unavailable()).toBeUndefined();
  });
});
