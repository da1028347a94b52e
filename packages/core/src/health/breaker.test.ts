import { describe, expect, it } from 'vitest';

import { ManualClock } from '../testing/manual-clock.ts';
import type { BreakerPermit, BreakerState } from './breaker.ts';
import { Breaker } from './breaker.ts';

interface Bench {
  readonly clock: ManualClock;
  readonly breaker: Breaker;
  readonly told: BreakerState[];
  /** Lets a call through that must pass. */
  enter(): BreakerPermit;
  /** Calls that end one after the other: `s` a success, `f` a failure, `u` ignored. */
  calls(outcomes: string): void;
}

const outcomeOf = { s: 'success', f: 'failure', u: 'ignored' } as const;

function bench(): Bench {
  const clock = new ManualClock();
  const told: BreakerState[] = [];
  const breaker = new Breaker(clock, (state) => void told.push(state));
  const enter = (): BreakerPermit => {
    const call = breaker.tryAcquire();
    if (!call) throw new Error('expected the breaker to let a call through');
    return call;
  };
  return {
    clock,
    breaker,
    told,
    enter,
    calls: (outcomes) => {
      for (const outcome of outcomes) enter().release(outcomeOf[outcome as keyof typeof outcomeOf]);
    },
  };
}

/** A breaker that has just opened. */
function opened(): Bench {
  const made = bench();
  made.calls('fffff');
  return made;
}

describe('a breaker opens', () => {
  it.each([
    ['at five failures in a row', 'fffff'],
    ['at five failures in a row, after any success', 'ssssssssssssfffff'],
    ['at half of five calls, not before the fifth', 'sfsff'],
    ['at exactly half of six', 'sfsfsf'],
    ['at half of eight', 'sssffsff'],
  ])('%s', (_name, outcomes) => {
    const { breaker, calls } = bench();
    calls(outcomes.slice(0, -1));
    expect(breaker.state).toBe('closed');
    calls(outcomes.slice(-1));
    expect(breaker.state).toBe('open');
  });

  it.each([
    ['four failures in a row', 'ffff'],
    ['less than half', 'ssssfsfsf'],
    ['successes', 's'.repeat(50)],
    ['calls that say nothing of the target', 'u'.repeat(50)],
    ['failures in a row that a success ends', 'ssssssssffffsffff'],
  ])('but not at %s', (_name, outcomes) => {
    const { breaker, calls, told } = bench();
    calls(outcomes);
    expect(breaker.state).toBe('closed');
    expect(told).toEqual([]);
  });

  it('an ignored call neither breaks a row of failures nor adds to it', () => {
    const { breaker, calls } = bench();
    calls('ffuuffu');
    expect(breaker.state).toBe('closed');
    calls('f');
    expect(breaker.state).toBe('open');
  });

  it('forgets the share of what is more than a minute ago', async () => {
    const { breaker, calls, clock } = bench();
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

describe('an open breaker', () => {
  it('lets nothing through for 15 seconds', async () => {
    const { breaker, clock } = opened();
    expect(breaker.blockedUntil).toBe(15_000);
    await clock.advance(14_999);
    expect(breaker.state).toBe('open');
    expect(breaker.tryAcquire()).toBeUndefined();
    await clock.advance(1);
    expect(breaker.state).toBe('half-open');
    expect(breaker.blockedUntil).toBeUndefined();
  });

  it('then lets one probe through, and nobody waits behind it', async () => {
    const { breaker, clock, enter } = opened();
    await clock.advance(15_000);
    enter();
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.blockedUntil).toBe(30_000);
    await clock.advance(60_000);
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.blockedUntil).toBe(90_000);
  });

  it('doubles its rest at each failed probe, up to five minutes', async () => {
    const { breaker, clock, calls } = opened();
    const rests: number[] = [];
    for (let probe = 0; probe < 8; probe += 1) {
      rests.push((breaker.blockedUntil ?? 0) - clock.now());
      await clock.advance(rests.at(-1) ?? 0);
      calls('f');
    }
    expect(rests).toEqual([15, 30, 60, 120, 240, 300, 300, 300].map((seconds) => seconds * 1000));
  });

  it('begins with 15 seconds again after it was closed', async () => {
    const { breaker, clock, calls } = opened();
    await clock.advance(15_000);
    calls('f');
    await clock.advance(30_000);
    calls('s');
    calls('fffff');
    expect(breaker.blockedUntil).toBe(clock.now() + 15_000);
  });

  it('tells each change once', async () => {
    const { clock, calls, told } = opened();
    await clock.advance(15_000);
    calls('f');
    await clock.advance(30_000);
    calls('us');
    expect(told).toEqual(['open', 'half-open', 'open', 'half-open', 'half-open', 'closed']);
  });
});

describe('a probe', () => {
  it('closes the breaker at its first content, before it has ended', async () => {
    const { breaker, clock, enter } = opened();
    await clock.advance(15_000);
    enter().foundContent();
    expect(breaker.state).toBe('closed');
    expect(breaker.tryAcquire()).toBeDefined();
  });

  it('that fails after its content counts as any other call, and keeps the long rest', async () => {
    const { breaker, clock, enter, calls } = opened();
    await clock.advance(15_000);
    const probe = enter();
    probe.foundContent();
    probe.release('failure');
    expect(breaker.state).toBe('closed');
    calls('fff');
    expect(breaker.state).toBe('closed');
    calls('f');
    expect(breaker.state).toBe('open');
    expect(breaker.blockedUntil).toBe(clock.now() + 30_000);
  });

  it('that succeeds without any content closes it too', async () => {
    const { breaker, clock, calls } = opened();
    await clock.advance(15_000);
    calls('s');
    expect(breaker.state).toBe('closed');
    calls('ffff');
    expect(breaker.state).toBe('closed');
  });

  it('without a verdict gives its place to the next', async () => {
    const { breaker, clock, enter } = opened();
    await clock.advance(15_000);
    const probe = enter();
    expect(breaker.tryAcquire()).toBeUndefined();
    probe.release('ignored');
    expect(breaker.state).toBe('half-open');
    expect(breaker.tryAcquire()).toBeDefined();
    expect(breaker.tryAcquire()).toBeUndefined();
  });
});

describe('a call that began before the breaker opened', () => {
  it.each(['failure', 'success', 'ignored'] as const)(
    'and ends while it is open counts for nothing: %s',
    async (outcome) => {
      const { breaker, clock, enter, calls } = bench();
      const early = enter();
      calls('fffff');
      await clock.advance(1000);
      early.release(outcome);
      expect(breaker.state).toBe('open');
      expect(breaker.blockedUntil).toBe(15_000);
    },
  );

  it('does not close it by its content', () => {
    const { breaker, enter, calls } = bench();
    const early = enter();
    calls('fffff');
    early.foundContent();
    expect(breaker.state).toBe('open');
  });

  it('and ends beside the probe is not taken for it', async () => {
    const { breaker, clock, enter, calls } = bench();
    const early = enter();
    calls('fffff');
    await clock.advance(15_000);
    const probe = enter();
    early.release('failure');
    expect(breaker.tryAcquire()).toBeUndefined();
    expect(breaker.state).toBe('half-open');
    probe.release('success');
    expect(breaker.state).toBe('closed');
  });
});

describe('a reset', () => {
  it('closes an open breaker, and forgets what was', () => {
    const { breaker, calls, told } = opened();
    breaker.reset();
    expect(breaker.state).toBe('closed');
    expect(told).toEqual(['open', 'closed']);
    calls('ffff');
    expect(breaker.state).toBe('closed');
    expect(breaker.idle).toBe(false);
    breaker.reset();
    expect(breaker.idle).toBe(true);
    expect(told).toEqual(['open', 'closed']);
  });

  it('lets a probe that is under way end as any other call', async () => {
    const { breaker, clock, enter } = opened();
    await clock.advance(15_000);
    const probe = enter();
    breaker.reset();
    probe.release('failure');
    expect(breaker.state).toBe('closed');
  });
});

describe('idle', () => {
  it('is what has nothing to remember', async () => {
    const { breaker, clock, calls } = bench();
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
