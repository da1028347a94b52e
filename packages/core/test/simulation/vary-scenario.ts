import type { Layout } from './create-events.ts';
import { parts } from './create-events.ts';
import type { Dice } from './dice.ts';
import type { Scenario, SimulatedCaller } from './scenario.ts';

/** The share of scenarios whose responses consist of more than text. */
const shareOfLayouts = 0.4;

/** Varies what the targets yield in a share of the scenarios. */
export function varyScenario(scenario: Scenario, dice: Dice): Scenario {
  return dice.chance(shareOfLayouts) ? varyLayouts(scenario, dice) : scenario;
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
