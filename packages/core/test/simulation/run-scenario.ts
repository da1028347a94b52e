import type { Http, Understudy } from '@understudy/core';
import type { ManualClock } from '@understudy/core/testing';

import { checkInvariants } from './check-invariants.ts';
import type { Core } from './core.ts';
import { createScenario } from './create-scenario.ts';
import { Journal } from './journal.ts';
import type { Run, RunRecord, RuntimeCloseRecord, TelemetryRecord } from './records.ts';
import type { Scenario, SimulatedCaller } from './scenario.ts';
import { SimulatedCall } from './simulated-caller.ts';
import type { ProviderServices } from './simulated-provider.ts';
import { defineSimulatedProvider } from './simulated-provider.ts';

/** A virtual day. No scenario takes longer. */
const maxMs = 86_400_000;
/** Longer than every abandoned creation, response, cleanup and `close()` of a provider together. */
const abandonedMs = 1500;

/** Runs the scenario of a seed on virtual time and returns what happened and which invariants were violated. */
export async function runSeed(seed: number, core: Core): Promise<Run> {
  const unhandled: unknown[] = [];
  const record = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', record);
  const run = await new Simulation(createScenario(seed, core), core).run();
  process.off('unhandledRejection', record);
  const complete = { ...run, unhandled };
  return { ...complete, violations: checkInvariants(complete) };
}

const emptyHttp: Http = {
  request: async () => ({
    status: 200,
    headers: { get: () => undefined, getAll: () => [], names: () => [] },
    body: (async function* () {})(),
  }),
};

class Simulation {
  readonly #scenario: Scenario;
  readonly #clock: ManualClock;
  readonly #services: ProviderServices;
  readonly #understudy: Understudy;
  readonly #telemetry: TelemetryRecord[] = [];
  readonly #calls: SimulatedCall[] = [];
  #ended = 0;
  #close: RuntimeCloseRecord | undefined;

  constructor(scenario: Scenario, core: Core) {
    this.#scenario = scenario;
    this.#clock = new core.ManualClock();
    const journal = new Journal(this.#clock);
    this.#services = { core, journal, responses: [], creations: [] };
    this.#understudy = core.createUnderstudy({
      providers: scenario.targets.map((target) => defineSimulatedProvider(target, this.#services)),
      chains: { chain: scenario.chain },
      retryBudget: scenario.retryBudget,
      estimateTokens: ({ user }) => scenario.callers.find(({ id }) => id === user)?.tokens ?? 0,
      onEvent: (event) => void this.#telemetry.push({ moment: journal.now(), event }),
      ports: {
        clock: this.#clock,
        random: new core.SeededRandom(scenario.seed + 1),
        http: emptyHttp,
      },
    });
  }

  async run(): Promise<Omit<RunRecord, 'unhandled'>> {
    const { callers, closeAtMs } = this.#scenario;
    const stopTimer =
      closeAtMs === undefined
        ? (): void => {}
        : this.#clock.setTimer(() => this.#closeRuntime(), closeAtMs);
    for (const caller of callers) void this.#runCaller(caller);
    await this.#advanceUntil(() => this.#ended === callers.length);
    stopTimer();
    const hung = callers.length - this.#ended;
    const drops = callers.some((caller) => caller.drops);
    const inFlight = drops ? [] : this.#countInFlight();
    const close = this.#close ?? this.#closeRuntime();
    await this.#advanceUntil(() => close.settled !== undefined);
    await this.#clock.advance(abandonedMs);
    for (const call of this.#calls) await call.recordFinalState();
    const { responses, creations } = this.#services;
    return {
      scenario: this.#scenario,
      calls: this.#calls.map(({ record }) => record),
      responses,
      creations,
      telemetry: this.#telemetry,
      close,
      timersLeft: this.#clock.timerCount,
      inFlight: [...inFlight, ...this.#countInFlight()],
      hung,
    };
  }

  async #runCaller(caller: SimulatedCaller): Promise<void> {
    const { journal } = this.#services;
    await journal.wait(caller.startMs);
    const call = new SimulatedCall(caller, this.#understudy, journal);
    this.#calls.push(call);
    await call.run();
    this.#ended += 1;
  }

  #closeRuntime(): RuntimeCloseRecord {
    const { journal } = this.#services;
    const close: RuntimeCloseRecord = {
      called: journal.now(),
      settled: undefined,
      error: undefined,
    };
    this.#close = close;
    const settle = (error?: unknown): void => {
      close.settled = journal.now();
      close.error = error;
    };
    const closing = this.#understudy.close({ timeoutMs: this.#scenario.closeTimeoutMs });
    closing.then(() => settle(), settle);
    return close;
  }

  #countInFlight(): readonly number[] {
    return this.#understudy.health().map(({ inFlight }) => inFlight);
  }

  async #advanceUntil(isDone: () => boolean): Promise<void> {
    while (!isDone() && this.#clock.now() < maxMs) {
      if (!(await this.#clock.advanceToNext())) break;
    }
  }
}
