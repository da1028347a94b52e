import type { FaultNames } from './fault-names.ts';
import { type AnyFault, type FaultAmong, isFaultAmong } from './fault.ts';

interface QueuedFault<Fault> {
  readonly fault: Fault;
  remaining: number;
}

/** Hands out faults in their order: each request takes the first one of its route that is not used up. */
export class FaultQueue<Fault extends AnyFault> {
  readonly #names: FaultNames<Fault>;
  #queue: readonly QueuedFault<Fault>[] = [];

  constructor(names: FaultNames<Fault>, faults: readonly (Fault | Fault['kind'])[] = []) {
    this.#names = names;
    this.replace(faults);
  }

  /** Forgets what was queued and how often it was used. */
  replace(faults: readonly (Fault | Fault['kind'])[]): void {
    this.#queue = faults.map((entry) => {
      const fault = this.#names.resolve(entry);
      return { fault, remaining: fault.times ?? Infinity };
    });
  }

  take<const Names extends readonly Fault['kind'][]>(
    names: Names,
  ): FaultAmong<Fault, Names> | undefined {
    for (const entry of this.#queue) {
      const { fault } = entry;
      if (entry.remaining <= 0 || !isFaultAmong(fault, names)) continue;
      entry.remaining -= 1;
      return fault;
    }
    return undefined;
  }
}
