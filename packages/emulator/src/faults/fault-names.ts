import type { AnyFault } from './fault.ts';
import { findNearNames } from './find-near-names.ts';

/** The names of one protocol's faults, and what turns words from outside into its faults. */
export class FaultNames<Fault extends AnyFault> {
  readonly #names: readonly Fault['kind'][];

  constructor(names: readonly Fault['kind'][]) {
    this.#names = names;
  }

  /** The fault itself, or the one of a bare name; throws for a name that no fault has. */
  resolve(entry: Fault | Fault['kind']): Fault {
    const fault: AnyFault = typeof entry === 'string' ? { kind: entry } : entry;
    if (this.#has(fault)) return fault;
    throw new RangeError(this.#explainUnknown(fault.kind));
  }

  /** A fault as it stands on a command line: its name, with `=times` behind it where that is limited. */
  read(text: string): Fault {
    const [kind = '', times, ...more] = text.split('=');
    const count = Number(times ?? 1);
    if (more.length > 0 || !Number.isInteger(count) || count < 1) {
      throw new RangeError(
        `The fault ${JSON.stringify(text)} needs a whole number of at least 1 behind its "=".`,
      );
    }
    const fault: AnyFault = times === undefined ? { kind } : { kind, times: count };
    if (this.#has(fault)) return fault;
    throw new RangeError(this.#explainUnknown(kind));
  }

  /** Every parameter has a default, so a known name alone is a whole fault. */
  #has(fault: AnyFault): fault is Fault {
    const known: readonly string[] = this.#names;
    return known.includes(fault.kind);
  }

  #explainUnknown(kind: string): string {
    const near = findNearNames(kind, this.#names).map((name) => JSON.stringify(name));
    const advice =
      near.length === 0
        ? `choose one of ${this.#names.join(', ')}.`
        : `did you mean ${near.join(' or ')}?`;
    return `There is no fault ${JSON.stringify(kind)}: ${advice}`;
  }
}
