import type { TelemetryEvent, Understudy } from '@understudy/core';

import { checkInvariants } from './check-invariants.ts';
import type { Core } from './core.ts';
import type { Run } from './run.ts';
import { createScenario } from './scenario.ts';
import type { CallRecord } from './simulated-call.ts';
import { call } from './simulated-call.ts';
import type { Answer } from './simulated-provider.ts';
import { SimulatedProvider } from './simulated-provider.ts';

/** A virtual day: nobody waits longer. */
const longestMs = 86_400_000;

/** Plays the scenario of a seed on virtual time, and says which promises were broken. */
export async function runSeed(seed: number, core: Core): Promise<Run> {
  const scenario = createScenario(seed, new core.SeededRandom(seed));
  const clock = new core.ManualClock();
  const answers: Answer[] = [];
  const told: { at: number; event: TelemetryEvent }[] = [];
  const understudy: Understudy = core.createUnderstudy({
    providers: scenario.targets.map(
      (target) => new SimulatedProvider(core, target, answers).definition,
    ),
    chains: { chain: scenario.chain },
    onEvent: (event) => void told.push({ at: clock.now(), event }),
    ports: { clock, random: new core.SeededRandom(seed + 1) },
  });
  const unhandled: unknown[] = [];
  const keep = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', keep);
  const records: CallRecord[] = [];
  for (const caller of scenario.callers) {
    void call(caller, understudy, clock).then((record) => records.push(record));
  }
  while (records.length < scenario.callers.length && clock.now() < longestMs) {
    if (!(await clock.advanceToNext())) break;
  }
  const hung = scenario.callers.length - records.length;
  const placesLeft = understudy.health().reduce((sum, { inFlight }) => sum + inFlight, 0);
  const state = { closed: false };
  const note = (): void => void (state.closed = true);
  understudy.close().then(note, note);
  await clock.advance(0);
  while (!state.closed && (await clock.advanceToNext()));
  await clock.advance(0);
  await clock.advance(0);
  process.off('unhandledRejection', keep);
  const run = {
    scenario,
    records,
    answers,
    told,
    unhandled,
    timersLeft: clock.timerCount,
    placesLeft,
    hung,
  };
  return { ...run, violations: checkInvariants(run) };
}
