import type { Emulator } from '@understudy/emulator';
import type { ActiveFault } from '@understudy/gateway';

/** Turns the faults of one emulator on and off. */
export class FaultSwitch<Step> {
  readonly #readStep: (text: string) => Step;
  #active: ActiveFault | undefined;

  /** @param readStep - reads a fault and its times, as on a command line */
  constructor(readStep: (text: string) => Step) {
    this.#readStep = readStep;
  }

  /** The fault of the next requests. */
  get active(): ActiveFault | undefined {
    return this.#active;
  }

  set(emulator: Pick<Emulator<Step>, 'setFaults'>, active: ActiveFault | undefined): void {
    emulator.setFaults(active ? [this.#readStep(`${active.fault}=${active.times}`)] : []);
    this.#active = active;
  }

  /** Counts a request of the emulator. */
  count({ fault }: { readonly fault: string | undefined }): void {
    if (fault === undefined || !this.#active || this.#active.times === 'always') return;
    const times = this.#active.times - 1;
    this.#active = times > 0 ? { ...this.#active, times } : undefined;
  }
}
