import type { ChainOptions } from '@understudy/core';

import { plainLayout } from './create-events.ts';
import type { Dice } from './dice.ts';
import { plainHabit } from './habit.ts';
import type { LeafTarget } from './leaf-targets.ts';
import { leavesOf } from './leaf-targets.ts';
import type { Fault, Scenario, SimulatedCaller, SimulatedTarget } from './scenario.ts';
import { acceptFaults } from './scenario.ts';

type Extension = (scenario: Scenario, dice: Dice) => Scenario;
type PoolMember = Extract<
  ChainOptions['targets'][number],
  { readonly pool: unknown }
>['pool'][number];

const strategies = ['priority', 'weighted', 'round-robin', 'least-busy', 'fastest'] as const;
const calmFaults: readonly Fault[] = ['none', 'none', 'trickle', 'slow-headers'];

/** The extensions of a scenario, each with its share of the extended scenarios. In this order. */
const extensions: readonly (readonly [number, Extension])[] = [
  [0.3, addLimits],
  [0.3, addHedges],
  [0.3, addAcceptance],
  [0.25, addPatience],
  [0.15, addBlips],
  [0.5, addPools],
];

/** Scenarios of one kind, each with its share of all scenarios. */
const kinds: readonly (readonly [number, Extension])[] = [
  [0.05, createQueue],
  [0.04, createOutage],
  [0.05, createConversations],
  [0.002, createWeightedPool],
];

/** Adds pools, limits, hedges, conditions, patience and blips to a share of the scenarios. */
export function extendScenario(scenario: Scenario, dice: Dice): Scenario {
  for (const [share, create] of kinds) if (dice.chance(share)) return create(scenario, dice);
  if (dice.chance(0.5)) return scenario;
  return extensions.reduce(
    (extended, [share, extend]) => (dice.chance(share) ? extend(extended, dice) : extended),
    scenario,
  );
}

function addLimits(scenario: Scenario, dice: Dice): Scenario {
  const { targets, callers } = scenario;
  const { chain } = withTargets(scenario, () => createLimits(dice));
  const retry = { ...chain.retry, maxWaitMs: dice.pick([0, 5000, 90_000]) };
  return {
    ...scenario,
    chain: { ...chain, retry },
    targets: targets.map((target) => ({ ...target, usedTokens: createUsedTokens(dice) })),
    callers: callers.map((caller) => ({ ...caller, tokens: dice.pick([1, 10, 30, 200]) })),
  };
}

function createLimits(dice: Dice): Omit<LeafTarget, 'target'> {
  return {
    maxConcurrent: dice.maybe(0.5, () => dice.integer(1, 3)),
    requestsPerMinute: dice.maybe(0.5, () => dice.integer(1, 5)),
    tokensPerMinute: dice.maybe(0.5, () => dice.pick([30, 60, 100])),
  };
}

function createUsedTokens(dice: Dice): readonly number[] {
  return dice.pick([[], [5], [40, 1], [150, 0, 30]]);
}

function addHedges(scenario: Scenario, dice: Dice): Scenario {
  const maxExtra = dice.pick([1, 1, 2]);
  const hedge = dice.chance(0.8)
    ? { afterMs: dice.pick([1, 4, 5, 7, 30, 200]), maxExtra }
    : { percentile: dice.pick([50, 90]), maxExtra };
  return {
    ...scenario,
    chain: { ...scenario.chain, hedge },
    callers: scenario.callers.map((caller) => ({ ...caller, effects: dice.chance(0.2) })),
  };
}

/** Conditions are an error for an iteration that receives the response before it is complete. */
function addAcceptance(scenario: Scenario, dice: Dice): Scenario {
  const accept = dice.maybe(0.6, () => ({
    finishReasons: dice.maybe(0.6, () => ['stop'] as const),
    minTextLength: dice.maybe(0.6, () => 20),
  }));
  const commit = accept || dice.chance(0.5) ? 'complete' : scenario.chain.commit;
  const mayAccept = ({ reads, awaitsResponseAt }: SimulatedCaller): boolean =>
    commit === 'complete' || (reads === 'response' && awaitsResponseAt === undefined);
  return {
    ...scenario,
    chain: { ...scenario.chain, accept, commit },
    targets: scenario.targets.map((target) => ({
      ...target,
      faults: target.faults.map((fault) => (dice.chance(0.4) ? dice.pick(acceptFaults) : fault)),
    })),
    callers: scenario.callers.map((caller) => ({
      ...caller,
      accepts: dice.maybe(mayAccept(caller) ? 0.5 : 0, () =>
        dice.pick(['accepts', 'accepts-second', 'throws', 'decides-late'] as const),
      ),
    })),
  };
}

function addPatience(scenario: Scenario, dice: Dice): Scenario {
  return withTargets(scenario, () => ({
    retries: dice.pick([0, 1, 2]),
    maxWaitMs: dice.pick([0, 500, 4000]),
  }));
}

function addBlips(scenario: Scenario, dice: Dice): Scenario {
  const fromMs = dice.pick([0, 0, 16_000]);
  const outage = {
    fromMs,
    toMs: fromMs + 150,
    fault: dice.pick(['connection-refused', 'status-503', 'cut-before', 'cut-after'] as const),
  };
  return {
    ...scenario,
    targets: scenario.targets.map((target) =>
      dice.chance(0.7) ? { ...target, outages: [outage] } : target,
    ),
  };
}

function addPools(scenario: Scenario, dice: Dice): Scenario {
  const { chain, callers } = scenario;
  const conversations = dice.chance(0.3);
  return {
    ...scenario,
    chain: { ...chain, targets: toPools(leavesOf(chain), dice) },
    callers: callers.map((caller) => ({
      ...caller,
      options: {
        ...caller.options,
        affinity: conversations ? dice.pick(['one', 'two']) : undefined,
      },
    })),
  };
}

/** Returns one pool, a pool with a fallback, or a pool within a pool. */
function toPools(leaves: readonly LeafTarget[], dice: Dice): ChainOptions['targets'] {
  const [first, ...others] = leaves;
  const createPool = (pool: readonly PoolMember[]) => {
    const strategy = dice.pick(strategies);
    if (strategy !== 'weighted') return { pool, strategy };
    const weigh = (member: PoolMember, index: number): PoolMember =>
      typeof member === 'string'
        ? member
        : { ...member, weight: index === 0 ? 1 : dice.integer(0, 3) };
    return { pool: pool.map(weigh), strategy };
  };
  if (!first || others.length === 0) return [createPool(leaves)];
  const shape = dice.pick(['flat', 'fallback', 'nested'] as const);
  if (shape === 'flat') return [createPool(leaves)];
  if (shape === 'fallback') return [createPool(others), first];
  return [createPool([createPool(others), first])];
}

/** Many callers wait for one target, or for the same two, which never fail. */
function createQueue(plain: Scenario, dice: Dice): Scenario {
  const count = dice.pick([1, 1, 1, 2]);
  const limits = createLimits(dice);
  const targets = Array.from({ length: count }, (_, index) =>
    createCalmTarget(index, [dice.pick(calmFaults), dice.pick(calmFaults)], createUsedTokens(dice)),
  );
  return {
    ...plain,
    targets,
    chain: {
      targets: targets.map(({ id }) => ({ target: `${id}/model`, ...limits })),
      retry: { maxWaitMs: dice.pick([2000, 130_000]) },
    },
    callers: Array.from({ length: dice.integer(4, 14) }, (_, index) => ({
      ...createCalmCaller(index, dice.pick([0, 0, 3, 5, 350, 30_000])),
      tokens: dice.pick([5, 10, 30]),
      abortsAtMs: dice.maybe(0.15, () => dice.pick([1, 5, 400])),
    })),
    closeAtMs: undefined,
  };
}

/** Chats arrive while their only target does not respond. */
function createOutage(plain: Scenario, dice: Dice): Scenario {
  const target = createCalmTarget(0, ['none'], []);
  const toMs = dice.pick([5000, 40_000, 90_000]);
  const fault = dice.pick(['connection-refused', 'status-503', 'cut-before'] as const);
  return {
    ...plain,
    targets: [{ ...target, outages: [{ fromMs: 0, toMs, fault }] }],
    chain: {
      targets: [`${target.id}/model`],
      retry: { maxRetries: dice.pick([0, 2]), maxWaitMs: dice.pick([1000, 5000, 20_000]) },
    },
    callers: Array.from({ length: 30 }, (_, index) =>
      createCalmCaller(index, index < 8 ? index * 20 : dice.integer(0, toMs + 3000)),
    ),
    closeAtMs: undefined,
  };
}

/** The chats of two conversations arrive one after the other. Targets fail sometimes. */
function createConversations(plain: Scenario, dice: Dice): Scenario {
  const faults: readonly Fault[] = [
    'none',
    'none',
    dice.pick(['status-503', 'status-401', 'none']),
  ];
  const targets = [0, 1, 2].map((index) =>
    createCalmTarget(index, [dice.pick(faults), dice.pick(faults), 'none'], []),
  );
  const leaves = targets.map(({ id }) => ({ target: `${id}/model` }));
  return {
    ...plain,
    targets,
    chain: { targets: toPools(leaves, dice), hedge: dice.maybe(0.3, () => ({ afterMs: 4 })) },
    callers: Array.from({ length: 10 }, (_, index) => ({
      ...createCalmCaller(index, dice.pick([0, 0, index * 100, index * 3000])),
      options: { affinity: dice.pick(['one', 'two']) },
    })),
    closeAtMs: undefined,
  };
}

/** The first of two targets has four times the weight of the second. A third one has none. */
function createWeightedPool(plain: Scenario): Scenario {
  const targets = [0, 1, 2].map((index) => createCalmTarget(index, ['none'], []));
  const weights = [4, 1, 0];
  const pool = targets.map(({ id }, index) => ({ target: `${id}/model`, weight: weights[index] }));
  return {
    ...plain,
    targets,
    chain: { targets: [{ pool, strategy: 'weighted' }] },
    callers: Array.from({ length: 100 }, (_, index) => createCalmCaller(index, 0)),
    closeAtMs: undefined,
  };
}

function createCalmTarget(
  index: number,
  faults: readonly Fault[],
  usedTokens: readonly number[],
): SimulatedTarget {
  return {
    id: `target-${index}`,
    models: ['model'],
    faults,
    outages: [],
    usedTokens,
    layouts: [plainLayout],
    json: true,
    createMs: 0,
    firstCreationHangs: false,
    cleanupMs: 0,
    isSlowToAbort: false,
    returns: 'ends',
    closeMs: 0,
  };
}

function createCalmCaller(index: number, startMs: number): SimulatedCaller {
  return {
    id: `caller-${index}`,
    startMs,
    reads: index % 2 === 0 ? 'response' : 'events',
    habit: plainHabit,
    stop: undefined,
    pauseMs: 0,
    pauseAfterFailureMs: 0,
    abortsAtMs: undefined,
    awaitsResponseAt: undefined,
    drops: false,
    json: false,
    effects: false,
    tokens: 0,
    accepts: undefined,
    options: {},
  };
}

/** Adds options to all targets of a chain without pools. */
function withTargets(scenario: Scenario, create: () => Omit<LeafTarget, 'target'>): Scenario {
  const targets = leavesOf(scenario.chain).map((leaf) => ({ ...leaf, ...create() }));
  return { ...scenario, chain: { ...scenario.chain, targets } };
}
