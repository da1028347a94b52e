import type { SeededRandom } from '@understudy/core/testing';

/** Draws values from a seeded random generator. */
export class Dice {
  readonly #random: SeededRandom;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  chance(share: number): boolean {
    return this.#random.next() < share;
  }

  integer(from: number, to: number): number {
    return from + Math.floor(this.#random.next() * (to - from + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new Error('the list to pick from is empty');
    return item;
  }

  maybe<Item>(share: number, create: () => Item): Item | undefined {
    return this.chance(share) ? create() : undefined;
  }
}
