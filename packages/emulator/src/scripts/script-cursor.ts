import { type AnyFault, type FaultAmong, isFaultAmong } from '../faults/fault.ts';

interface Entry<Step> {
  readonly step: Step;
  remaining: number;
}

/** The position in a script. Each request uses the first step of its route that is not used up. */
export class ScriptCursor<Step extends AnyFault> {
  readonly #entries: readonly Entry<Step>[];

  constructor(steps: readonly Step[]) {
    this.#entries = steps.map((step) => ({ step, remaining: countTimes(step) }));
  }

  /**
   * Returns the fault for a request. Returns undefined if the step is a `none` step, or if no step is left.
   *
   * @param names - the faults that apply to the request; other steps remain for other requests
   * @param noFault - the name of the `none` step of the route
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
