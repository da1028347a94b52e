import { describe, expect, it } from 'vitest';

import type { BreakerState } from '../../ports/telemetry.ts';
import { ManualClock } from '../../testing/manual-clock.ts';
import type { BreakerOptions } from '../health-options.ts';
import { defaultBreaker } from '../health-options.ts';
import type { BreakerPermit } from './breaker.ts';
import { Breaker } from './breaker.ts';

interface Fixture {
  readonly clock: ManualClock;
  readonly breaker: Breaker;
  /** The reported changes of the state. */
  readonly states: BreakerState[];
  /** Starts a call and returns its permit. Throws if the breaker rejects it. */
  acquire(): BreakerPermit;
  /** Makes calls one after the other: `s` is a success, `f` a failure, `i` an ignored call. */
  calls(outcomes: string): void;
}

const outcomeOf = { s: 'success', f: 'failure', i: 'ignored' } as const;

function createFixture(options: BreakerOptions = defaultBreaker): Fixture {
  const clock = new ManualClock();
  const states: BreakerState[] = [];
  const breaker = new Breaker(clock, options, (state) => void states.push(state));
  const acquire = (): BreakerPermit => {
    const permit = breaker.tryAcquire();
    if (!permit) throw new Error('expected the breaker to allow a call');
    return permit;
  };
  return {
    clock,
    breaker,
    states,
    acquire,
    calls: (outcomes) => {
      for (const outcome of outcomes)
        acquire().release(outcomeOf[outcome as keyof typeof outcomeOf]);
    },
  };
}

/** Creates a breaker that has just opened. */
function createOpen(): Fixture {
  const fixture = createFixture();
  fixture.calls('fffff');
  return fixture;
}

describe('a closed breaker', () => {
  it.each([
    ['five failures in a row', 'fffff'],
    ['five failures in a row after successes', 'ssssssssssssfffff'],
    ['failures of half of five calls', 'sfsff'],
    ['failures of exactly half of six calls', 'sfsfsf'],
    ['failures of half of eight calls', 'sssffsff'],
  ])('opens after %s', (_name, outcomes) => {
    const { breaker, calls } = createFixture();
    calls(outcomes.slice(0, -1));
    expect(breaker.state).toBe('closed');
    calls(outcomes.slice(-1));
    expect(breaker.state).toBe('open');
  });

  it.each([
    ['four failures in a row', 'ffff'],
    ['failures of less than half of the calls', 'ssssfsfsf'],
    ['successes', 's'.repeat(50)],
    ['ignored calls', 'i'.repeat(50)],
    ['failures that a success interrupts', 'ssssssssffffsffff'],
  ])('does not open after %s', (_name, outcomes) => {
    const { breaker, calls, states } = createFixture();
    calls(outcomes);
    expect(breaker.state).toBe('closed');
    expect(states).toEqual([]);
  });

  it('does not count an ignored call between failures', () => {
    const { breaker, calls } = createFixture();
    calls('ffiiffi');
    expect(breaker.state).toBe('closed');
    calls('f');
    expect(breaker.state).toBe('open');
  });

  it('does not count calls that ended more than a minute ago', async () => {
    const { breaker, calls, clock } = createFixture();
    calls('fsf');
    await clock.advance(60_000);
    calls('sf');
    expect(breaker.state).toBe('closed');
    calls('sf');
    expect(breaker.state).toBe('closed');
    calls('f');
    expect(breaker.state).toBe('open');
  });
});

describe('calls that run at the same time', () => {
  it('are one incident if they fail', () => {
    const { breaker, acquire } = createFixture();
    for (let wave = 1; wave < 5; wave += 1) {
      const permits = Array.from({ length: 10 }, () => acquire());
      for (const permit of permits) permit.release('failure');
      // Half of five calls are three incidents.
      expect(breaker.state).toBe(wave < 3 ? 'closed' : 'open');
      if (wave === 3) break;
    }
  });

  it('do not add up to failures in a row', () => {
    const { breaker, acquire, calls } = createFixture();
    calls('ssssssssssssssssssss');
    const permits = Array.from({ length: 10 }, () => acquire());
    for (const permit of permits) permit.release('failure');
    calls('fff');
    expect(breaker.state).toBe('closed');
    calls('f');
    expect(breaker.state).toBe('open');
  });
});

describe('slow calls', () => {
  const slow = { ...defaultBreaker, slowCallMs: 1000 };

  /** Makes calls whose first content takes the given times. */
  async function play(fixture: Fixture, ...durations: readonly number[]): Promise<void> {
    for (const ms of durations) {
      const permit = fixture.acquire();
      await fixture.clock.advance(ms);
      permit.foundContent();
      permit.release('success');
    }
  }

  it('open the breaker if half of at least five calls are slow', async () => {
    const fixture = createFixture(slow);
    await play(fixture, 1001, 1000, 1001, 1000);
    expect(fixture.breaker.state).toBe('closed');
    await play(fixture, 1001);
    expect(fixture.breaker.state).toBe('open');
  });

  it('do not count without the option', async () => {
    const fixture = createFixture();
    await play(fixture, 9000, 9000, 9000, 9000, 9000, 9000);
    expect(fixture.breaker.state).toBe('closed');
  });

  it('open a half-open breaker again', async () => {
    const fixture = createFixture(slow);
    fixture.calls('fffff');
    await fixture.clock.advance(15_000);
    await play(fixture, 2000);
    expect(fixture.breaker.state).toBe('open');
    await fixture.clock.advance(30_000);
    await play(fixture, 10);
    expect(fixture.breaker.state).toBe('closed');
  });
});

describe('for a chat without another target', () => {
  it('the breaker allows a probe after 1 s, then after up to 15 s', async () => {
    const { breaker, clock } = createOpen();
    const pauses: number[] = [];
    for (let probe = 0; probe < 6; probe += 1) {
      pauses.push((breaker.findBlock(true)?.until ?? 0) - clock.now());
      await clock.advance(pauses.at(-1) ?? 0);
      breaker.tryAcquire(true)?.release('failure');
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000]);
  });

  it('other chats wait for its result', async () => {
    const { breaker, clock } = createOpen();
    await clock.advance(1000);
    expect(breaker.tryAcquire()).toBeUndefined();
    const probe = breaker.tryAcquire(true);
    const known: string[] = [];
    void breaker.findBlock()?.probeResult?.then(() => known.push('known'));
    await clock.advance(1);
    expect(known).toEqual([]);
    probe?.foundContent();
    await clock.advance(1);
    expect(known).toEqual(['known']);
    expect(breaker.findBlock()).toBeUndefined();
  });
});

describe('isolate()', () => {
  it('rejects calls until reset(), whatever the calls in flight do', async () => {
    const { breaker, clock, acquire, states } = createFixture();
    const early = acquire();
    breaker.isolate();
    breaker.isolate();
    early.foundContent();
    early.release('success');
    await clock.advance(1_000_000);
    expect(breaker.state).toBe('isolated');
    expect(breaker.tryAcquire(true)).toBeUndefined();
    expect(breaker.idle).toBe(false);
    breaker.reset();
    expect(breaker.tryAcquire()).toBeDefined();
    expect(states).toEqual(['isolated', 'closed']);
  });

  it('replaces the open state', () => {
    const { breaker, states } = createOpen();
    breaker.isolate();
    breaker.reset();
    expect(states).toEqual(['open', 'isolated', 'closed']);
  });
});

describe('the probe of retries', () => {
  it('is one retry after a failure, until data arrives that was requested later', () => {
    const { breaker, acquire, calls } = createFixture();
    const { retryProbes } = breaker;
    expect(retryProbes.tryStart()).toBeUndefined();
    const early = acquire();
    calls('f');
    const probe = retryProbes.tryStart();
    expect(probe).toBeDefined();
    expect(retryProbes.tryStart()).toBeUndefined();
    early.foundData();
    expect(retryProbes.probeResult()).toBeInstanceOf(Promise);
    acquire().foundData();
    expect(retryProbes.probeResult()).toBeUndefined();
    expect(retryProbes.tryStart()).toBeUndefined();
  });

  it('makes way for the next one when it ends', () => {
    const { breaker, calls } = createFixture();
    calls('f');
    breaker.retryProbes.tryStart()?.end();
    expect(breaker.retryProbes.probeResult()).toBeUndefined();
    expect(breaker.retryProbes.tryStart()).toBeDefined();
  });
});

describe('an open breaker', () => {
  it('rejects calls for 15 s', async () => {
    const { breaker, clock } = createOpen();
    expect(breaker.findBlock()?.until).toBe(15_000);
    await clock.advance(14_999);
    expect(breaker.state).toBe('open');
    expect(breaker.tryAcquire()).toBeUndefined();
    await clock.advance(1);
    expect(breaker.state).toBe('half-open');
    expect(breaker.findBlock()).toBeUndefined();
  });

  it('then allows one probe and rejects other calls', async () => {
    const { breaker, clock, acquire } = createOpen();
    await clock.advance(15_000);
    acquire();
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.findBlock()?.until).toBeUndefined();
    await clock.advance(60_000);
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.findBlock()?.probeResult).toBeInstanceOf(Promise);
  });

  it('doubles its time after each failed probe, up to 5 min', async () => {
    const { breaker, clock, calls } = createOpen();
    const pauses: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      pauses.push((breaker.findBlock()?.until ?? 0) - clock.now());
      await clock.advance(pauses.at(-1) ?? 0);
      calls('f');
    }
    expect(pauses).toEqual([15, 30, 60, 120, 240, 300, 300, 300].map((seconds) => seconds * 1000));
  });

  it('starts with 15 s again after it was closed', async () => {
    const { breaker, clock, calls } = createOpen();
    await clock.advance(15_000);
    calls('f');
    await clock.advance(30_000);
    calls('s');
    calls('fffff');
    expect(breaker.findBlock()?.until).toBe(clock.now() + 15_000);
  });

  it('reports each change once', async () => {
    const { clock, calls, states } = createOpen();
    await clock.advance(15_000);
    calls('f');
    await clock.advance(30_000);
    calls('is');
    expect(states).toEqual(['open', 'half-open', 'open', 'half-open', 'half-open', 'closed']);
  });
});

describe('a probe', () => {
  it('closes the breaker at its first content', async () => {
    const { breaker, clock, acquire } = createOpen();
    await clock.advance(15_000);
    acquire().foundContent();
    expect(breaker.state).toBe('closed');
    expect(breaker.tryAcquire()).toBeDefined();
  });

  it('that fails after its content counts as an ordinary failure and does not reset the time', async () => {
    const { breaker, clock, acquire, calls } = createOpen();
    await clock.advance(15_000);
    const probe = acquire();
    probe.foundContent();
    probe.release('failure');
    expect(breaker.state).toBe('closed');
    calls('fff');
    expect(breaker.state).toBe('closed');
    calls('f');
    expect(breaker.state).toBe('open');
    expect(breaker.findBlock()?.until).toBe(clock.now() + 30_000);
  });

  it('that succeeds without content closes the breaker', async () => {
    const { breaker, clock, calls } = createOpen();
    await clock.advance(15_000);
    calls('s');
    expect(breaker.state).toBe('closed');
    calls('ffff');
    expect(breaker.state).toBe('closed');
  });

  it('that is ignored makes way for another probe', async () => {
    const { breaker, clock, acquire } = createOpen();
    await clock.advance(15_000);
    const probe = acquire();
    expect(breaker.tryAcquire()).toBeUndefined();
    probe.release('ignored');
    expect(breaker.state).toBe('half-open');
    expect(breaker.tryAcquire()).toBeDefined();
    expect(breaker.tryAcquire()).toBeUndefined();
  });
});

describe('a call that started before the breaker opened', () => {
  it.each(['failure', 'success', 'ignored'] as const)(
    'is not counted if it ends while the breaker is open: %s',
    async (outcome) => {
      const { breaker, clock, acquire, calls } = createFixture();
      const early = acquire();
      calls('fffff');
      await clock.advance(1000);
      early.release(outcome);
      expect(breaker.state).toBe('open');
      expect(breaker.findBlock()?.until).toBe(15_000);
    },
  );

  it('does not close the breaker with its content', () => {
    const { breaker, acquire, calls } = createFixture();
    const early = acquire();
    calls('fffff');
    early.foundContent();
    expect(breaker.state).toBe('open');
  });

  it('is not the probe', async () => {
    const { breaker, clock, acquire, calls } = createFixture();
    const early = acquire();
    calls('fffff');
    await clock.advance(15_000);
    const probe = acquire();
    early.release('failure');
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.state).toBe('half-open');
    probe.release('success');
    expect(breaker.state).toBe('closed');
  });
});

describe('reset()', () => {
  it('closes the breaker and forgets all outcomes', () => {
    const { breaker, calls, states } = createOpen();
    breaker.reset();
    expect(breaker.state).toBe('closed');
    expect(states).toEqual(['open', 'closed']);
    calls('ffff');
    expect(breaker.state).toBe('closed');
    expect(breaker.idle).toBe(false);
    breaker.reset();
    expect(breaker.idle).toBe(true);
    expect(states).toEqual(['open', 'closed']);
  });

  it('makes a running probe an ordinary call', async () => {
    const { breaker, clock, acquire } = createOpen();
    await clock.advance(15_000);
    const probe = acquire();
    breaker.reset();
    probe.release('failure');
    expect(breaker.state).toBe('closed');
  });
});

describe('idle', () => {
  it('is true without outcomes in the last minute and while closed', async () => {
    const { breaker, clock, calls } = createFixture();
    expect(breaker.idle).toBe(true);
    calls('s');
    expect(breaker.idle).toBe(false);
    await clock.advance(60_000);
    expect(breaker.idle).toBe(true);
    calls('fffff');
    await clock.advance(600_000);
    expect(breaker.idle).toBe(false);
  });
});
