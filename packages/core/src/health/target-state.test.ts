import { describe, expect, it } from 'vitest';

import { ManualClock } from '../testing/manual-clock.ts';
import { TargetState } from './target-state.ts';

const noLimit = Number.POSITIVE_INFINITY;

function target(): { readonly clock: ManualClock; readonly health: TargetState } {
  const clock = new ManualClock();
  return { clock, health: new TargetState(clock, () => {}) };
}

function fail(health: TargetState, times: number): void {
  for (let visit = 0; visit < times; visit += 1) health.tryAcquire(noLimit)?.release('failure');
}

describe('a target', () => {
  it('is ready at first', () => {
    const { health } = target();
    expect(health.blocked(noLimit)).toBeUndefined();
    expect(health.status).toEqual({
      breaker: 'closed',
      retryAfterMs: 0,
      coolingDown: false,
      inFlight: 0,
    });
  });

  it('rests as long as it was told, to the millisecond', async () => {
    const { clock, health } = target();
    health.coolDown(1000);
    expect(health.blocked(noLimit)).toEqual({ code: 'cooling-down', until: 1000 });
    expect(health.tryAcquire(noLimit)).toBeUndefined();
    expect(health.status).toMatchObject({ coolingDown: true, retryAfterMs: 1000 });
    await clock.advance(999);
    expect(health.blocked(noLimit)).toBeDefined();
    await clock.advance(1);
    expect(health.blocked(noLimit)).toBeUndefined();
    expect(health.tryAcquire(noLimit)).toBeDefined();
  });

  it('rests no shorter for being told of a shorter rest', () => {
    const { health } = target();
    health.coolDown(1000);
    health.coolDown(10);
    health.coolDown(-5000);
    expect(health.blocked(noLimit)?.until).toBe(1000);
  });

  it('rests for a year, when it says so', async () => {
    const { clock, health } = target();
    const year = 365 * 86_400_000;
    health.coolDown(year);
    await clock.advance(year - 1);
    expect(health.blocked(noLimit)).toEqual({ code: 'cooling-down', until: year });
  });

  it('has so many places, and gives each back once', () => {
    const { health } = target();
    const first = health.tryAcquire(2);
    health.tryAcquire(2);
    expect(health.blocked(2)).toEqual({ code: 'concurrency-limited', until: undefined });
    expect(health.tryAcquire(2)).toBeUndefined();
    expect(health.blocked(3)).toBeUndefined();
    first?.release('success');
    first?.release('failure');
    expect(health.status.inFlight).toBe(1);
    expect(health.tryAcquire(2)).toBeDefined();
  });

  it('books a visit once, as it ended first', () => {
    const { health } = target();
    fail(health, 4);
    const visit = health.tryAcquire(noLimit);
    visit?.release('ignored');
    visit?.release('failure');
    expect(health.status.breaker).toBe('closed');
  });

  it('tells of its breaker first, then of its rest, then of its places', async () => {
    const { clock, health } = target();
    const visit = health.tryAcquire(noLimit);
    expect(health.blocked(1)?.code).toBe('concurrency-limited');
    health.coolDown(20_000);
    expect(health.blocked(1)?.code).toBe('cooling-down');
    visit?.release('ignored');
    await clock.advance(20_000);
    fail(health, 5);
    health.coolDown(60_000);
    expect(health.blocked(1)).toEqual({ code: 'circuit-open', until: 35_000 });
    expect(health.status).toMatchObject({ breaker: 'open', retryAfterMs: 60_000 });
  });

  it('keeps the place of its probe for a call that may take it', async () => {
    const { clock, health } = target();
    const early = health.tryAcquire(noLimit);
    fail(health, 5);
    await clock.advance(15_000);
    expect(health.tryAcquire(1)).toBeUndefined();
    early?.release('ignored');
    const probe = health.tryAcquire(1);
    expect(probe).toBeDefined();
    expect(health.blocked(1)).toEqual({ code: 'circuit-open', until: 30_000 });
    probe?.foundContent();
    expect(health.status.breaker).toBe('closed');
  });

  it('is forgotten only when nothing would be lost', async () => {
    const { clock, health } = target();
    expect(health.idle).toBe(true);
    const visit = health.tryAcquire(noLimit);
    expect(health.idle).toBe(false);
    visit?.release('ignored');
    expect(health.idle).toBe(true);
    health.coolDown(1);
    expect(health.idle).toBe(false);
    await clock.advance(1);
    expect(health.idle).toBe(true);
  });

  it('starts anew after a reset, but for the places that are taken', () => {
    const { health } = target();
    health.tryAcquire(noLimit);
    fail(health, 5);
    health.coolDown(60_000);
    health.reset();
    expect(health.status).toEqual({
      breaker: 'closed',
      retryAfterMs: 0,
      coolingDown: false,
      inFlight: 1,
    });
  });
});
