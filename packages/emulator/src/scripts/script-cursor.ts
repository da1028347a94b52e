import { type AnyFault, type FaultAmong, isFaultAmong } from '../faults/fault.ts';

interface Entry<Step> {
  readonly step: Step;
  remaining: number;
}

/** Plays a script from its beginning: each request takes the first step of its route that is not used up. */
export class ScriptCursor<Step extends AnyFault> {
  readonly #entries: readonly Entry<Step>[];

  constructor(steps: readonly Step[]) {
    this.#entries = steps.map((step) => ({ step, remaining: countTimes(step) }));
  }

  /**
   * Takes a step; undefined when none is left, or nothing is to go wrong.
   *
   * @param names - the faults that can befall the request; others are left for another one
   * @param noFault - the name that stands for no fault on this route
   */
  take<const Names extends readonly Step['kind'][]>(
    names: Names,
    noFault: Step['kind'],
  ): FaultAmong<Step, Names> | undefined {
    for (const entry of this.#entries) {
      const { step, remaining } = entry;
      const isFault = isFaultAmong(step, names);
      if (remaining <= 0 || !(isFault || step.kind === noFault)) continue;
      entry.remaining -= 1;
      return isFault ? step : undefined;
    }
    return undefined;
  }
}

function countTimes({ times = 1 }: AnyFault): number {
  return times === 'always' ? Infinity : times;
}
