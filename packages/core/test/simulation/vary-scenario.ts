import type { Layout } from './create-events.ts';
import { parts } from './create-events.ts';
import type { Dice } from './dice.ts';
import type { Habit } from './habit.ts';
import { plainHabit } from './habit.ts';
import type { Scenario, SimulatedCaller } from './scenario.ts';

/** The share of scenarios whose responses consist of more than text. */
const shareOfLayouts = 0.4;

/** The share of scenarios whose callers have other habits. */
const shareOfHabits = 0.4;

/** The share of scenarios whose targets ignore their signals for a while, or fail in `return()`. */
const shareOfBadEnds = 0.2;

/** Varies what the targets yield, how they end, and how the callers read, each in a share of the scenarios. */
export function varyScenario(scenario: Scenario, dice: Dice): Scenario {
  const varied = dice.chance(shareOfLayouts) ? varyLayouts(scenario, dice) : scenario;
  const read = dice.chance(shareOfHabits) ? varyHabits(varied, dice) : varied;
  return dice.chance(shareOfBadEnds) ? varyEnds(read, dice) : read;
}

function varyLayouts(scenario: Scenario, dice: Dice): Scenario {
  const varyCaller = (caller: SimulatedCaller): SimulatedCaller => ({
    ...caller,
    options: { ...caller.options, includeRaw: dice.maybe(0.2, () => true) },
  });
  return {
    ...scenario,
    targets: scenario.targets.map((target) => ({
      ...target,
      layouts: Array.from({ length: dice.integer(1, 2) }, () => createLayout(dice)),
    })),
    callers: scenario.callers.map(varyCaller),
  };
}

/** A response has output, because it fails without. */
function createLayout(dice: Dice): Layout {
  const pickParts = (most: number) =>
    Array.from({ length: dice.integer(0, most) }, () => dice.pick(parts));
  const output = dice.pick([
    'text',
    'text',
    'call',
    'interleaved-calls',
    'cut-call',
    'file',
  ] as const);
  return {
    parts: [...pickParts(2), output, ...pickParts(2)],
    batchSize: dice.pick([1, 2, 5, 100]),
    hasStart: dice.chance(0.8),
  };
}

function varyHabits(scenario: Scenario, dice: Dice): Scenario {
  const afterMs = scenario.chain.hedge?.afterMs;
  // The shares of a weighted pool are checked, so all its chats must be read.
  if (scenario.callers.length >= 100) return scenario;
  return {
    ...scenario,
    callers: scenario.callers.map((caller) => {
      if (caller.drops || caller.pauseAfterFailureMs > 0) return caller;
      if (afterMs !== undefined && dice.chance(0.3))
        return { ...caller, abortsAtMs: afterMs + dice.integer(0, 8) };
      return dice.chance(0.6) ? addHabit(caller, dice) : caller;
    }),
  };
}

function addHabit(caller: SimulatedCaller, dice: Dice): SimulatedCaller {
  const habit = dice.pick(['late', 'unread', 'batches', 'pulls', 'leaves', 'overlaps'] as const);
  const readsAfterMs = dice.pick([1, 400, 3000]);
  const withHabit = (change: Partial<Habit>): SimulatedCaller => ({
    ...caller,
    habit: { ...plainHabit, callsText: dice.chance(0.5), ...change },
  });
  switch (habit) {
    case 'late':
      return withHabit({ readsAfterMs });
    case 'unread':
      return {
        ...withHabit({ readsAfterMs }),
        abortsAtMs: dice.integer(0, readsAfterMs),
      };
    case 'batches':
      return withHabit({ batches: true, pulls: dice.integer(1, 2) });
    case 'pulls':
      return withHabit({ pulls: dice.integer(2, 4) });
    case 'leaves':
      return withHabit({
        batches: dice.chance(0.3),
        pulls: dice.integer(1, 2),
        leavesAtMs: dice.pick([0, 5, 8, dice.integer(0, 500)]),
      });
    case 'overlaps':
      return { ...withHabit({ overlaps: true }), awaitsResponseAt: dice.integer(1, 5) };
  }
}

function varyEnds(scenario: Scenario, dice: Dice): Scenario {
  return {
    ...scenario,
    targets: scenario.targets.map((target) => ({
      ...target,
      isSlowToAbort: dice.chance(0.5),
      returns: dice.pick(['ends', 'throws', 'rejects']),
    })),
  };
}
