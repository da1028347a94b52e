import {
  type FakeGptFault,
  type FakeGptFaultAmong,
  type FakeGptFaultName,
  fakeGptFaultNames,
  isFaultAmong,
} from './fakegpt-fault.ts';

interface QueuedFault {
  readonly fault: FakeGptFault;
  remaining: number;
}

/** Hands out faults in their order: each request takes the first one of its route that is not used up. */
export class FaultQueue {
  #queue: readonly QueuedFault[] = [];

  constructor(faults: readonly (FakeGptFault | FakeGptFaultName)[]) {
    this.replace(faults);
  }

  /** Forgets what was queued and how often it was used. */
  replace(faults: readonly (FakeGptFault | FakeGptFaultName)[]): void {
    this.#queue = faults.map((entry) => {
      const fault = typeof entry === 'string' ? { kind: entry } : entry;
      if (!isKnown(fault)) throw new Error(explainUnknown(fault.kind));
      return { fault, remaining: fault.times ?? Infinity };
    });
  }

  take<const Names extends readonly FakeGptFaultName[]>(
    names: Names,
  ): FakeGptFaultAmong<Names> | undefined {
    for (const entry of this.#queue) {
      if (entry.remaining <= 0 || !isFaultAmong(entry.fault, names)) continue;
      entry.remaining -= 1;
      return entry.fault;
    }
    return undefined;
  }
}

/** Every parameter has a default, so a known name alone is a whole fault. */
function isKnown(fault: { readonly kind: string }): fault is FakeGptFault {
  const known: readonly string[] = fakeGptFaultNames;
  return known.includes(fault.kind);
}

function explainUnknown(kind: string): string {
  return `There is no fault "${kind}": choose one of ${fakeGptFaultNames.join(', ')}.`;
}
