import type { ChainOptions } from '@understudy/core';

import type { Core } from './core.ts';
import { plainLayout } from './create-events.ts';
import { Dice } from './dice.ts';
import { extendScenario } from './extend-scenario.ts';
import { plainHabit } from './habit.ts';
import type { Fault, Scenario, SimulatedCaller, SimulatedTarget, Stop } from './scenario.ts';
import { faults } from './scenario.ts';
import { varyScenario } from './vary-scenario.ts';

/** The share of scenarios with slow creations, slow cleanup, an early `close()` or special callers. */
const shareOfEndings = 0.4;

/** The share of scenarios in which each provider has two models in the chain. */
const shareOfModels = 0.2;

/** The share of scenarios in which many callers are rate-limited at once. */
const shareOfBursts = 0.02;

/** Small ones, so that the budget of some scenarios is used up. */
const reserves = [50, 10, 2, 10, 1] as const;

/** Returns the scenario of a seed. Equal seeds give equal scenarios. */
export function createScenario(seed: number, core: Pick<Core, 'SeededRandom'>): Scenario {
  const scenario = createExtendedScenario(seed, core);
  return varyScenario(scenario, new Dice(new core.SeededRandom(seed + 3_000_000_019)));
}

function createExtendedScenario(seed: number, core: Pick<Core, 'SeededRandom'>): Scenario {
  const dice = new Dice(new core.SeededRandom(seed + 1_000_000_007));
  const created = createPlainScenario(seed, new Dice(new core.SeededRandom(seed)));
  const plain = dice.chance(shareOfModels) ? addModels(created) : created;
  if (dice.chance(shareOfBursts)) return createBurst(plain, dice);
  const scenario = dice.chance(shareOfEndings) ? addEndings(plain, dice) : plain;
  return extendScenario(scenario, new Dice(new core.SeededRandom(seed + 2_000_000_011)));
}

function createPlainScenario(seed: number, dice: Dice): Scenario {
  const targets = Array.from({ length: dice.integer(1, 3) }, (_, index) =>
    createTarget(index, dice),
  );
  return {
    seed,
    targets,
    chain: createChain(targets, dice),
    callers: Array.from({ length: dice.pick([1, 1, 2, 3, 8]) }, (_, index) =>
      createCaller(index, dice),
    ),
    retryBudget: { ratio: 0.2, reserve: reserves[seed % reserves.length] ?? 50 },
    closeAtMs: undefined,
    closeTimeoutMs: 10_000.5,
  };
}

function createTarget(index: number, dice: Dice): SimulatedTarget {
  const onlyFault = dice.chance(0.4) ? dice.pick(faults) : undefined;
  return {
    id: `target-${index}`,
    models: ['model'],
    faults: onlyFault
      ? [onlyFault]
      : Array.from({ length: dice.integer(1, 4) }, () => pickFault(dice)),
    outages: [],
    usedTokens: [],
    layouts: [plainLayout],
    json: dice.chance(0.9),
    createMs: 0,
    firstCreationHangs: false,
    cleanupMs: 0,
    isSlowToAbort: false,
    returns: 'ends',
    closeMs: 0,
  };
}

function pickFault(dice: Dice): Fault {
  return dice.chance(0.3) ? 'none' : dice.pick(faults);
}

function createChain(targets: readonly SimulatedTarget[], dice: Dice): ChainOptions {
  return {
    targets: targets.map(({ id }) => ({
      target: `${id}/model`,
      maxConcurrent: dice.maybe(0.2, () => dice.integer(1, 3)),
    })),
    timeouts: {
      firstContentMs: dice.pick([50, 400, 3000]),
      idleMs: dice.pick([40, 300, 2000]),
      totalMs: dice.pick([300, 5000, 60_000]),
    },
    retry: {
      maxRetries: dice.integer(0, 3),
      initialDelayMs: dice.pick([0, 250]),
      maxWaitMs: dice.pick([0, 5000]),
    },
    deadlineMs: dice.maybe(0.4, () => dice.integer(1, 8000)),
    maxAttempts: dice.maybe(0.4, () => dice.integer(1, 5)),
    commit: dice.maybe(0.3, () => 'complete'),
    midStream: dice.maybe(0.4, () => 'restart'),
    errorRules: dice.maybe(0.2, () => ({
      'invalid-request': { fallback: 'yes' },
      'content-filtered': { fallback: 'yes' },
      'server-error': { retry: 'no' },
    })),
  };
}

function createCaller(index: number, dice: Dice): SimulatedCaller {
  return {
    id: `caller-${index}`,
    // Many start together, also when the probe of a breaker that opened at the beginning is due.
    startMs: dice.pick([0, 0, 0, dice.integer(0, 30_000), 16_000, 16_000, 47_000]),
    reads: dice.pick(['events', 'text', 'response']),
    habit: plainHabit,
    stop: dice.maybe(0.2, () => ({ when: dice.integer(0, 6), how: 'break' })),
    pauseMs: dice.pick([0, 0, 0, 10, 500]),
    pauseAfterFailureMs: 0,
    abortsAtMs: dice.maybe(0.25, () => dice.integer(0, 3000)),
    awaitsResponseAt: undefined,
    drops: false,
    json: dice.chance(0.1),
    effects: false,
    tokens: 0,
    accepts: undefined,
    options: {
      deadlineMs: dice.maybe(0.1, () => dice.integer(1, 3000)),
      timeouts: dice.maybe(0.1, () => ({ idleMs: 25 })),
    },
  };
}

/** Adds a second model of each provider to the end of the chain. */
function addModels(plain: Scenario): Scenario {
  const { chain, targets } = plain;
  const others = targets.map(({ id }) => ({ target: `${id}/other` }));
  return {
    ...plain,
    targets: targets.map((target) => ({ ...target, models: ['model', 'other'] })),
    chain: { ...chain, targets: [...chain.targets, ...others] },
  };
}

function createBurst(plain: Scenario, dice: Dice): Scenario {
  const { chain } = plain;
  return {
    ...plain,
    targets: plain.targets.map((target) => ({ ...target, faults: ['status-429-retry-after'] })),
    chain: {
      ...chain,
      retry: { ...chain.retry, maxRetries: 3, maxWaitMs: 5000 },
      maxAttempts: undefined,
      deadlineMs: undefined,
    },
    callers: Array.from({ length: 20 }, (_, index) => ({
      ...createCaller(index, dice),
      startMs: dice.pick([0, 0, 0, 300]),
      stop: undefined,
      abortsAtMs: undefined,
    })),
  };
}

function addEndings(plain: Scenario, dice: Dice): Scenario {
  const { chain } = plain;
  return {
    ...plain,
    targets: plain.targets.map((target) => ({
      ...target,
      createMs: dice.pick([0, 0, 20.25, 400.25]),
      firstCreationHangs: dice.chance(0.15),
      cleanupMs: dice.chance(0.4) ? 300 : 0,
      closeMs: dice.chance(0.5) ? 50 : 0,
    })),
    chain: { ...chain, timeouts: { ...chain.timeouts, createMs: dice.pick([100, 1000, 30_000]) } },
    callers: plain.callers.map((caller) => (dice.chance(0.6) ? addEnding(caller, dice) : caller)),
    closeAtMs: dice.maybe(0.5, () => dice.integer(0, dice.pick([30, 500, 3000, 40_000]))),
    closeTimeoutMs: dice.pick([100.5, 10_000.5, 10_000.5]),
  };
}

function addEnding(caller: SimulatedCaller, dice: Dice): SimulatedCaller {
  const ending = dice.pick(['stop', 'response', 'response-and-stop', 'drop', 'pause'] as const);
  if (ending === 'drop') return { ...caller, drops: true };
  if (ending === 'pause') {
    const pauseAfterFailureMs = 3000;
    return {
      ...caller,
      reads: 'events',
      stop: undefined,
      abortsAtMs: undefined,
      pauseAfterFailureMs,
    };
  }
  const reads = dice.pick(['events', 'events', 'text'] as const);
  const awaitsResponseAt = dice.pick(['finish', 1, dice.integer(1, 6)] as const);
  if (ending === 'response') return { ...caller, reads, stop: undefined, awaitsResponseAt };
  const stop = createStop(dice);
  if (ending === 'stop') return { ...caller, reads, stop };
  return { ...caller, reads, stop, awaitsResponseAt };
}

function createStop(dice: Dice): Stop {
  return {
    when: dice.pick(['finish', 'finish', 'after-finish', dice.integer(1, 6)] as const),
    how: dice.pick(['break', 'cancel', 'abort'] as const),
  };
}
