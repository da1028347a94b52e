import type { ChainOptions, ChatOptions } from '@understudy/core';
import type { SeededRandom } from '@understudy/core/testing';

/** How one answer of a scripted target goes. */
export type Fault =
  | 'none'
  | 'trickle'
  | 'slow-headers'
  | 'refused'
  | 'status-503'
  | 'status-429'
  | 'status-429-told'
  | 'status-401'
  | 'status-400'
  | 'stall-before'
  | 'stall-after'
  | 'cut-before'
  | 'cut-after'
  | 'in-band-error'
  | 'malformed'
  | 'empty'
  | 'finish-without-content'
  | 'filtered'
  | 'replay'
  | 'more-after-end'
  | 'throws-a-string'
  | 'ignores-signal';

const faults: readonly Fault[] = [
  'none',
  'trickle',
  'slow-headers',
  'refused',
  'status-503',
  'status-429',
  'status-429-told',
  'status-401',
  'status-400',
  'stall-before',
  'stall-after',
  'cut-before',
  'cut-after',
  'in-band-error',
  'malformed',
  'empty',
  'finish-without-content',
  'filtered',
  'replay',
  'replay',
  'more-after-end',
  'throws-a-string',
  'ignores-signal',
];

export interface SimulatedTarget {
  readonly id: string;
  /** One for each answer; the last goes on for ever. */
  readonly faults: readonly Fault[];
  readonly json: boolean;
}

export interface SimulatedCaller {
  readonly id: string;
  readonly startMs: number;
  readonly reads: 'events' | 'text' | 'response';
  /** Leaves after so many pulls; undefined reads to the end. */
  readonly leavesAfter: number | undefined;
  readonly pauseMs: number;
  readonly abortsAtMs: number | undefined;
  readonly json: boolean;
  readonly options: Pick<ChatOptions, 'deadlineMs' | 'timeouts'>;
}

export interface Scenario {
  readonly seed: number;
  readonly targets: readonly SimulatedTarget[];
  readonly chain: ChainOptions;
  readonly callers: readonly SimulatedCaller[];
}

class Dice {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  chance(share: number): boolean {
    return this.#random.next() < share;
  }

  whole(from: number, to: number): number {
    return from + Math.floor(this.#random.next() * (to - from + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.whole(0, items.length - 1)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  maybe<Item>(share: number, make: () => Item): Item | undefined {
    return this.chance(share) ? make() : undefined;
  }
}

/** The scenario of a seed; always the same one. */
export function createScenario(seed: number, random: SeededRandom): Scenario {
  const dice = new Dice(random);
  const targets = Array.from({ length: dice.whole(1, 3) }, (_, index) => createTarget(index, dice));
  return {
    seed,
    targets,
    chain: createChain(targets, dice),
    callers: Array.from({ length: dice.pick([1, 1, 2, 3, 8]) }, (_, index) =>
      createCaller(index, dice),
    ),
  };
}

function createTarget(index: number, dice: Dice): SimulatedTarget {
  const broken = dice.chance(0.4) ? dice.pick(faults) : undefined;
  return {
    id: `target-${index}`,
    faults: broken ? [broken] : Array.from({ length: dice.whole(1, 4) }, () => pickFault(dice)),
    json: dice.chance(0.9),
  };
}

function pickFault(dice: Dice): Fault {
  return dice.chance(0.3) ? 'none' : dice.pick(faults);
}

function createChain(targets: readonly SimulatedTarget[], dice: Dice): ChainOptions {
  return {
    targets: targets.map(({ id }) => ({
      target: `${id}/model`,
      maxConcurrent: dice.maybe(0.2, () => dice.whole(1, 3)),
    })),
    timeouts: {
      firstContentMs: dice.pick([50, 400, 3000]),
      idleMs: dice.pick([40, 300, 2000]),
      totalMs: dice.pick([300, 5000, 60_000]),
    },
    retry: {
      maxRetries: dice.whole(0, 3),
      initialDelayMs: dice.pick([0, 250]),
      maxWaitMs: dice.pick([0, 5000]),
    },
    deadlineMs: dice.maybe(0.4, () => dice.whole(1, 8000)),
    maxAttempts: dice.maybe(0.4, () => dice.whole(1, 5)),
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
    // Many come together, also when a breaker that opened at the beginning is due for its probe.
    startMs: dice.pick([0, 0, 0, dice.whole(0, 30_000), 16_000, 16_000, 47_000]),
    reads: dice.pick(['events', 'text', 'response']),
    leavesAfter: dice.maybe(0.2, () => dice.whole(0, 6)),
    pauseMs: dice.pick([0, 0, 0, 10, 500]),
    abortsAtMs: dice.maybe(0.25, () => dice.whole(0, 3000)),
    json: dice.chance(0.1),
    options: {
      deadlineMs: dice.maybe(0.1, () => dice.whole(1, 3000)),
      timeouts: dice.maybe(0.1, () => ({ idleMs: 25 })),
    },
  };
}
