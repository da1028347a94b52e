import { describe, expect, it } from 'vitest';

import { ProviderError } from '../errors/provider-error.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { RecordingTelemetry } from '../testing/recording-telemetry.ts';
import { defaultBreaker, defaultCooldown, defaultRetryBudget } from './health-options.ts';
import { HealthRegistry } from './health-registry.ts';
import type { TargetState } from './target-state.ts';
import type { CooldownScope } from './unavailable.ts';

const options = {
  breaker: defaultBreaker,
  cooldown: defaultCooldown,
  retryBudget: defaultRetryBudget,
};
const silent: Telemetry = {
  enabled: false,
  emit: () => {
    throw new Error('telemetry is disabled');
  },
};

const error = new ProviderError({ code: 'rate-limited', message: 'a rate limit' });

function coolDown(state: TargetState, ms: number, scope: CooldownScope = 'target'): void {
  const permit = state.tryAcquire();
  permit?.coolDown(scope, ms, { error, at: 0 });
  permit?.release('ignored');
}

function fill(registry: HealthRegistry, from: number, to: number): void {
  for (let index = from; index < to; index += 1)
    registry.getOrCreate({ provider: 'many', model: `m${index}` });
}

describe('HealthRegistry', () => {
  it('has one state per provider and model', () => {
    const registry = new HealthRegistry(new ManualClock(), silent, options);
    const one = registry.getOrCreate({ provider: 'a', model: 'x' });
    expect(registry.getOrCreate({ provider: 'a', model: 'x' })).toBe(one);
    expect(registry.getOrCreate({ provider: 'a', model: 'y' })).not.toBe(one);
    expect(registry.getOrCreate({ provider: 'b', model: 'x' })).not.toBe(one);
    expect(registry.list().map(({ provider, model }) => `${provider}/${model}`)).toEqual([
      'a/x',
      'a/y',
      'b/x',
    ]);
  });

  it('forgets idle targets only, and from 1,000 targets on', async () => {
    const clock = new ManualClock();
    const registry = new HealthRegistry(clock, silent, options);
    coolDown(registry.getOrCreate({ provider: 'cooling', model: 'x' }), 1000);
    registry.getOrCreate({ provider: 'busy', model: 'x' }).tryAcquire();
    registry.getOrCreate({ provider: 'failed', model: 'x' }).tryAcquire()?.release('failure');
    fill(registry, 0, 997);
    expect(registry.list()).toHaveLength(1000);
    fill(registry, 0, 997);
    expect(registry.list()).toHaveLength(1000);
    fill(registry, 997, 998);
    expect(registry.list().map(({ provider }) => provider)).toEqual([
      'cooling',
      'busy',
      'failed',
      'many',
    ]);
    await clock.advance(60_000);
    fill(registry, 0, 1000);
    expect(registry.list().map(({ provider }) => provider)).toContain('busy');
    expect(registry.list().map(({ provider }) => provider)).not.toContain('cooling');
  });

  it('resets one target or all', () => {
    const registry = new HealthRegistry(new ManualClock(), silent, options);
    const names = [
      { provider: 'a', model: 'x' },
      { provider: 'a', model: 'y' },
      { provider: 'b', model: 'x' },
    ];
    for (const name of names) coolDown(registry.getOrCreate(name), 1000);
    const cooling = (): readonly boolean[] =>
      registry.list().map(({ cooldown }) => cooldown !== undefined);
    registry.reset({ provider: 'a', model: 'x' });
    expect(cooling()).toEqual([false, true, true]);
    registry.reset({ provider: 'unknown', model: 'x' });
    expect(cooling()).toEqual([false, true, true]);
    registry.reset();
    expect(cooling()).toEqual([false, false, false]);
  });

  it('shares the cooldown of a provider, also with targets that were never used', async () => {
    const clock = new ManualClock();
    const registry = new HealthRegistry(clock, silent, options);
    registry.getOrCreate({ provider: 'a', model: 'y' });
    coolDown(registry.getOrCreate({ provider: 'a', model: 'x' }), 1000, 'provider');
    const untilOf = (provider: string, model: string) =>
      registry.unavailable({ provider, model })?.until;
    expect([untilOf('a', 'x'), untilOf('a', 'y'), untilOf('a', 'z')]).toEqual([1000, 1000, 1000]);
    expect(untilOf('b', 'x')).toBeUndefined();
    await clock.advance(1000);
    expect(registry.getOrCreate({ provider: 'a', model: 'y' }).tryAcquire()).toBeDefined();
    expect(registry.unavailable({ provider: 'a', model: 'z' })).toMatchObject({
      code: 'cooling-down',
      until: undefined,
    });
    registry.reset({ provider: 'a', model: 'x' });
    expect(registry.unavailable({ provider: 'a', model: 'z' })).toBeUndefined();
  });

  it('reports breaker changes with the provider and the model', () => {
    const telemetry = new RecordingTelemetry();
    const health = new HealthRegistry(new ManualClock(), telemetry, options).getOrCreate({
      provider: 'a',
      model: 'x',
    });
    for (let attempt = 0; attempt < 5; attempt += 1) health.tryAcquire()?.release('failure');
    health.reset();
    expect(telemetry.events).toEqual([
      { type: 'breaker', provider: 'a', model: 'x', state: 'open' },
      { type: 'breaker', provider: 'a', model: 'x', state: 'closed' },
    ]);
  });

  it('emits no event if telemetry is disabled', () => {
    const health = new HealthRegistry(new ManualClock(), silent, options).getOrCreate({
      provider: 'a',
      model: 'x',
    });
    for (let attempt = 0; attempt < 5; attempt += 1) health.tryAcquire()?.release('failure');
    expect(health.status.breaker).toBe('open');
  });
});

describe('a HealthRegistry with many targets that cannot be forgotten', () => {
  class CountingClock extends ManualClock {
    reads = 0;

    override now(): number {
      this.reads += 1;
      return super.now();
    }
  }

  it('adds a target at the same cost as with few', () => {
    const clock = new CountingClock();
    const registry = new HealthRegistry(clock, silent, options);
    const add = (model: string): number => {
      const before = clock.reads;
      coolDown(registry.getOrCreate({ provider: 'many', model }), 60_000);
      return clock.reads - before;
    };
    add('first');
    let total = 0;
    for (let index = 0; index < 8000; index += 1) total += add(`m${index}`);
    // Each sweep reads the clock for every target, but sweeps become rarer as the registry grows.
    expect(total / 8000).toBeLessThan(10);
    expect(registry.list()).toHaveLength(8001);
  });
});
