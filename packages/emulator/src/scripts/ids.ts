import { createHash, randomBytes } from 'node:crypto';

/** Creates unique ids: random, or from a seed in a reproducible order. */
export class Ids {
  readonly #seed: string | undefined;
  #count = 0;

  constructor(seed: string | undefined) {
    this.#seed = seed;
  }

  /** Returns hexadecimal digits, at most 64. */
  hex(digits: number): string {
    return this.#nextBytes().toString('hex').slice(0, digits);
  }

  /** Returns an id in the format of a random UUID. */
  uuid(): string {
    const hex = this.hex(32);
    const variant = '89ab'[Number.parseInt(hex.slice(16, 17), 16) % 4];
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }

  #nextBytes(): Buffer {
    if (this.#seed === undefined) return randomBytes(32);
    this.#count += 1;
    return createHash('sha256').update(`${this.#seed}\n${this.#count}`).digest();
  }
}
