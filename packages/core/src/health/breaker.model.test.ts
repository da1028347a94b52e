import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import type { BreakerPermit, BreakerState } from './breaker.ts';
import { Breaker } from './breaker.ts';

type Outcome = 'success' | 'failure' | 'ignored';

/** What a breaker ought to do, written down as plainly as it can be: all history, no buckets, no sums. */
interface Model {
  now: number;
  /** Every outcome that counts since the breaker was last closed. */
  booked: { readonly at: number; readonly failed: boolean }[];
  openUntil: number | undefined;
  /** How long it rests the next time. */
  restMs: number;
  /** The calls under way, by number; `probe` until its content is found. */
  readonly calls: Map<number, { probe: boolean; readonly openings: number }>;
  openings: number;
  entered: number;
}

interface Real {
  now: number;
  readonly breaker: Breaker;
  readonly calls: Map<number, BreakerPermit>;
  readonly told: BreakerState[];
}

type Step = fc.Command<Model, Real>;

function probing(model: Model): boolean {
  return [...model.calls.values()].some(({ probe }) => probe);
}

function stateOf({ openUntil, now }: Model): BreakerState {
  if (openUntil === undefined) return 'closed';
  return now < openUntil ? 'open' : 'half-open';
}

function close(model: Model): void {
  Object.assign(model, { booked: [], openUntil: undefined });
  for (const call of model.calls.values()) call.probe = false;
}

function open(model: Model): void {
  const { now, restMs } = model;
  Object.assign(model, { openUntil: now + restMs, restMs: Math.min(300_000, restMs * 2) });
  model.openings += 1;
}

function book(model: Model, failed: boolean): void {
  model.booked.push({ at: model.now, failed });
  if (!failed) {
    model.restMs = 15_000;
    return;
  }
  const row = model.booked.slice(-5);
  // Ten seconds are forgotten at once, a minute after they began.
  const since = Math.floor(model.now / 10_000) * 10_000 - 50_000;
  const recent = model.booked.filter(({ at }) => at >= since);
  const failures = recent.filter((outcome) => outcome.failed).length;
  const inARow = row.length === 5 && row.every((outcome) => outcome.failed);
  if (inARow || (recent.length >= 5 && failures * 2 >= recent.length)) open(model);
}

function check(model: Model, { breaker }: Real): void {
  expect(breaker.state).toBe(stateOf(model));
  const free = stateOf(model) === 'closed' || (stateOf(model) === 'half-open' && !probing(model));
  expect(breaker.blockedUntil === undefined).toBe(free);
}

class Wait implements Step {
  readonly #ms: number;

  constructor(ms: number) {
    this.#ms = ms;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    model.now += this.#ms;
    real.now += this.#ms;
    check(model, real);
  }

  toString(): string {
    return `wait ${this.#ms}`;
  }
}

class Enter implements Step {
  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    const state = stateOf(model);
    const passes = state === 'closed' || (state === 'half-open' && !probing(model));
    const call = real.breaker.tryAcquire();
    expect(call !== undefined).toBe(passes);
    if (call) {
      model.entered += 1;
      model.calls.set(model.entered, {
        probe: state === 'half-open',
        openings: model.openings,
      });
      real.calls.set(model.entered, call);
    }
    check(model, real);
  }

  toString(): string {
    return 'enter';
  }
}

/** The call under way that a number means; the model and the breaker number alike. */
function pick(calls: Model['calls'], which: number): number {
  return [...calls.keys()][which % calls.size] ?? 0;
}

class FindContent implements Step {
  readonly #which: number;

  constructor(which: number) {
    this.#which = which;
  }

  check({ calls }: Readonly<Model>): boolean {
    return calls.size > 0;
  }

  run(model: Model, real: Real): void {
    const number = pick(model.calls, this.#which);
    if (model.calls.get(number)?.probe === true) close(model);
    real.calls.get(number)?.foundContent();
    check(model, real);
  }

  toString(): string {
    return `content of ${this.#which}`;
  }
}

class End implements Step {
  readonly #which: number;
  readonly #outcome: Outcome;

  constructor(which: number, outcome: Outcome) {
    this.#which = which;
    this.#outcome = outcome;
  }

  check({ calls }: Readonly<Model>): boolean {
    return calls.size > 0;
  }

  run(model: Model, real: Real): void {
    const number = pick(model.calls, this.#which);
    const probe = model.calls.get(number)?.probe === true;
    const counts = model.calls.get(number)?.openings === model.openings;
    model.calls.delete(number);
    if (this.#outcome !== 'ignored') {
      if (probe && this.#outcome === 'success') {
        close(model);
        model.restMs = 15_000;
      } else if (probe) open(model);
      else if (model.openUntil === undefined && counts) book(model, this.#outcome === 'failure');
    }
    real.calls.get(number)?.release(this.#outcome);
    check(model, real);
  }

  toString(): string {
    return `end of ${this.#which}: ${this.#outcome}`;
  }
}

it('does what its model does, whatever happens to it', () => {
  const which = fc.nat(9);
  const commands = fc.commands(
    [
      fc.oneof(fc.nat(3000), fc.nat(70_000), fc.constant(15_000)).map((ms) => new Wait(ms)),
      fc.constant(new Enter()),
      fc.constant(new Enter()),
      which.map((call) => new FindContent(call)),
      which.map((call) => new End(call, 'failure')),
      which.map((call) => new End(call, 'failure')),
      which.map((call) => new End(call, 'success')),
      which.map((call) => new End(call, 'ignored')),
    ],
    { size: '+1', maxCommands: 120 },
  );
  let openings = 0;
  const property = fc.property(commands, (steps) => {
    const told: BreakerState[] = [];
    const real: Real = { now: 0, calls: new Map(), told, breaker: breakerOf(() => real) };
    fc.modelRun(() => ({ model: start(), real }), steps);
    openings += told.filter((state) => state === 'open').length;
    // Each opening is followed by its probes, and closings by nothing but openings.
    for (const [index, state] of told.entries()) {
      const before = told[index - 1] ?? 'closed';
      expect(`${before} ${state}`).toMatch(
        /^(closed open|open half-open|half-open (open|closed|half-open))$/,
      );
    }
  });
  fc.assert(property, { seed: 1, numRuns: 2000 });
  // Else the runs would show nothing.
  expect(openings).toBeGreaterThan(500);
});

function start(): Model {
  return {
    now: 0,
    booked: [],
    openUntil: undefined,
    restMs: 15_000,
    calls: new Map(),
    entered: 0,
    openings: 0,
  };
}

function breakerOf(real: () => Real): Breaker {
  const clock = { now: () => real().now, wallNow: () => real().now, setTimer: () => () => {} };
  return new Breaker(clock, (state) => void real().told.push(state));
}
