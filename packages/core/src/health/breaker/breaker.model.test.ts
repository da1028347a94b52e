import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import type { BreakerState } from '../../ports/telemetry.ts';
import { defaultBreaker } from '../health-options.ts';
import type { BreakerPermit } from './breaker.ts';
import { Breaker } from './breaker.ts';

type Outcome = 'success' | 'failure' | 'ignored';

/** A simple model of the breaker: it keeps the complete history instead of buckets and sums. */
interface Model {
  now: number;
  /** The counted outcomes since the breaker was closed. */
  outcomes: { readonly at: number; readonly failed: boolean; readonly startsIncident: boolean }[];
  /** How many incidents there were. Failures of calls that ran at the same time are one. */
  incidents: number;
  openUntil: number | undefined;
  /** The duration of the next open state. */
  nextOpenMs: number;
  /** The running calls by number. `probe` is true until the first content. */
  readonly calls: Map<
    number,
    { probe: boolean; readonly openings: number; readonly incidents: number }
  >;
  openings: number;
  started: number;
}

interface Real {
  now: number;
  readonly breaker: Breaker;
  readonly calls: Map<number, BreakerPermit>;
  readonly states: BreakerState[];
}

type Step = fc.Command<Model, Real>;

function hasProbe(model: Model): boolean {
  return [...model.calls.values()].some(({ probe }) => probe);
}

function stateOf({ openUntil, now }: Model): BreakerState {
  if (openUntil === undefined) return 'closed';
  return now < openUntil ? 'open' : 'half-open';
}

function close(model: Model): void {
  Object.assign(model, { outcomes: [], openUntil: undefined });
  for (const call of model.calls.values()) call.probe = false;
}

function open(model: Model): void {
  const { now, nextOpenMs } = model;
  const doubled = Math.min(300_000, nextOpenMs * 2);
  Object.assign(model, { openUntil: now + nextOpenMs, nextOpenMs: doubled });
  model.openings += 1;
}

function recordOutcome(model: Model, failed: boolean, incidentsAtStart: number): void {
  const startsIncident = failed && incidentsAtStart === model.incidents;
  model.outcomes.push({ at: model.now, failed, startsIncident });
  if (startsIncident) model.incidents += 1;
  if (!failed) {
    model.nextOpenMs = 15_000;
    return;
  }
  const lastFive = model.outcomes
    .filter((outcome) => outcome.startsIncident || !outcome.failed)
    .slice(-5);
  // A bucket of ten seconds is forgotten one minute after its start.
  const since = Math.floor(model.now / 10_000) * 10_000 - 50_000;
  const recent = model.outcomes.filter(({ at }) => at >= since);
  const failures = recent.filter((outcome) => outcome.failed).length;
  const inARow = lastFive.length === 5 && lastFive.every((outcome) => outcome.failed);
  const recentIncidents = recent.filter((outcome) => outcome.startsIncident).length;
  const fails = recent.length >= 5 && failures * 2 >= recent.length && recentIncidents >= 2.5;
  if (inARow || fails) open(model);
}

function check(model: Model, { breaker }: Real): void {
  expect(breaker.state).toBe(stateOf(model));
  const allowed =
    stateOf(model) === 'closed' || (stateOf(model) === 'half-open' && !hasProbe(model));
  expect(breaker.findBlock() === undefined).toBe(allowed);
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

class Start implements Step {
  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    const state = stateOf(model);
    const allowed = state === 'closed' || (state === 'half-open' && !hasProbe(model));
    const call = real.breaker.tryAcquire();
    expect(call !== undefined).toBe(allowed);
    if (call) {
      model.started += 1;
      model.calls.set(model.started, {
        probe: state === 'half-open',
        openings: model.openings,
        incidents: model.incidents,
      });
      real.calls.set(model.started, call);
    }
    check(model, real);
  }

  toString(): string {
    return 'start';
  }
}

/** Returns the number of a running call. The model and the breaker use the same numbers. */
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
    const { openings, incidents = 0 } = model.calls.get(number) ?? {};
    const counts = openings === model.openings;
    model.calls.delete(number);
    if (this.#outcome !== 'ignored') {
      if (probe && this.#outcome === 'success') {
        close(model);
        model.nextOpenMs = 15_000;
      } else if (probe) {
        if (incidents === model.incidents) model.incidents += 1;
        open(model);
      } else if (model.openUntil === undefined && counts)
        recordOutcome(model, this.#outcome === 'failure', incidents);
    }
    real.calls.get(number)?.release(this.#outcome);
    check(model, real);
  }

  toString(): string {
    return `end of ${this.#which}: ${this.#outcome}`;
  }
}

it('behaves like its model for random calls', () => {
  const which = fc.nat(9);
  const commands = fc.commands(
    [
      fc.oneof(fc.nat(3000), fc.nat(70_000), fc.constant(15_000)).map((ms) => new Wait(ms)),
      fc.constant(new Start()),
      fc.constant(new Start()),
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
    const states: BreakerState[] = [];
    const real: Real = { now: 0, calls: new Map(), states, breaker: createBreaker(() => real) };
    fc.modelRun(() => ({ model: createModel(), real }), steps);
    openings += states.filter((state) => state === 'open').length;
    // Probes follow an open state. Only an open state follows a closed one.
    for (const [index, state] of states.entries()) {
      const before = states[index - 1] ?? 'closed';
      expect(`${before} ${state}`).toMatch(
        /^(closed open|open half-open|half-open (open|closed|half-open))$/,
      );
    }
  });
  fc.assert(property, { seed: 1, numRuns: 2000 });
  // Fewer openings would mean that the runs do not test the open state.
  expect(openings).toBeGreaterThan(500);
});

function createModel(): Model {
  return {
    now: 0,
    outcomes: [],
    openUntil: undefined,
    nextOpenMs: 15_000,
    calls: new Map(),
    started: 0,
    openings: 0,
    incidents: 0,
  };
}

function createBreaker(real: () => Real): Breaker {
  const clock = { now: () => real().now, wallNow: () => real().now, setTimer: () => () => {} };
  return new Breaker(clock, defaultBreaker, (state) => void real().states.push(state));
}
