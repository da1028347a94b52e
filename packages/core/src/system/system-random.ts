import { randomUUID } from 'node:crypto';

import type { Random } from '../ports/random.ts';

/** `Math.random()` and random UUIDs of Node.js. */
export class SystemRandom implements Random {
  next(): number {
    return Math.random();
  }

  uuid(): string {
    return randomUUID();
  }
}
