import { describe, expect, it } from 'vitest';

import type { Telemetry } from '../ports/telemetry.ts';
import { ManualClock } from '../testing/manual-clock.ts';
import { RecordingTelemetry } from '../testing/recording-telemetry.ts';
import { HealthRegistry } from './health-registry.ts';

const noLimit = Number.POSITIVE_INFINITY;
const silent: Telemetry = {
  enabled: false,
  emit: () => {
    throw new Error('nobody listens');
  },
};

function fill(book: HealthRegistry, from: number, to: number): void {
  for (let index = from; index < to; index += 1) book.of({ provider: 'many', model: `m${index}` });
}

describe('the health of all targets', () => {
  it('is one for each provider and model', () => {
    const book = new HealthRegistry(new ManualClock(), silent);
    const one = book.of({ provider: 'a', model: 'x' });
    expect(book.of({ provider: 'a', model: 'x' })).toBe(one);
    expect(book.of({ provider: 'a', model: 'y' })).not.toBe(one);
    expect(book.of({ provider: 'b', model: 'x' })).not.toBe(one);
    expect(book.list().map(({ id }) => `${id.provider}/${id.model}`)).toEqual([
      'a/x',
      'a/y',
      'b/x',
    ]);
  });

  it('forgets targets without a memory beyond a thousand, and no others', async () => {
    const clock = new ManualClock();
    const book = new HealthRegistry(clock, silent);
    book.of({ provider: 'cooling', model: 'x' }).coolDown(1000);
    book.of({ provider: 'busy', model: 'x' }).tryAcquire(noLimit);
    book.of({ provider: 'failed', model: 'x' }).tryAcquire(noLimit)?.release('failure');
    fill(book, 0, 997);
    expect(book.list()).toHaveLength(1000);
    fill(book, 0, 997);
    expect(book.list()).toHaveLength(1000);
    fill(book, 997, 998);
    expect(book.list().map(({ id }) => id.provider)).toEqual(['cooling', 'busy', 'failed', 'many']);
    await clock.advance(60_000);
    fill(book, 0, 1000);
    expect(book.list().map(({ id }) => id.provider)).toContain('busy');
    expect(book.list().map(({ id }) => id.provider)).not.toContain('cooling');
  });

  it('is reset for one target, or for all', () => {
    const book = new HealthRegistry(new ManualClock(), silent);
    const names = [
      { provider: 'a', model: 'x' },
      { provider: 'a', model: 'y' },
      { provider: 'b', model: 'x' },
    ];
    for (const name of names) book.of(name).coolDown(1000);
    const cooling = (): readonly boolean[] =>
      book.list().map(({ health }) => health.status.coolingDown);
    book.reset({ provider: 'a', model: 'x' });
    expect(cooling()).toEqual([false, true, true]);
    book.reset({ provider: 'nobody', model: 'x' });
    expect(cooling()).toEqual([false, true, true]);
    book.reset();
    expect(cooling()).toEqual([false, false, false]);
  });

  it('tells of each breaker by the name of its target', () => {
    const telemetry = new RecordingTelemetry();
    const health = new HealthRegistry(new ManualClock(), telemetry).of({
      provider: 'a',
      model: 'x',
    });
    for (let visit = 0; visit < 5; visit += 1) health.tryAcquire(noLimit)?.release('failure');
    health.reset();
    expect(telemetry.events).toEqual([
      { type: 'breaker', provider: 'a', model: 'x', state: 'open' },
      { type: 'breaker', provider: 'a', model: 'x', state: 'closed' },
    ]);
  });

  it('tells nothing where nobody listens', () => {
    const health = new HealthRegistry(new ManualClock(), silent).of({ provider: 'a', model: 'x' });
    for (let visit = 0; visit < 5; visit += 1) health.tryAcquire(noLimit)?.release('failure');
    expect(health.status.breaker).toBe('open');
  });
});
