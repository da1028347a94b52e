import type { ActiveFault, FaultControl, FaultServer } from '@understudy/gateway';

import type { Emulator, LoggedRequest } from '../packages/understudy-packages.ts';

/** The faults that the emulators of OpenAI and Anthropic both have. */
const faults: readonly string[] = [
  'overloaded',
  'rate-limit-retry-after',
  'server-error',
  'stall-before-headers',
  'stall-after-text',
  'truncated-stream',
  'disconnect-after-text',
  'error-after-text',
];

/** Turns the faults of one emulator on and off. */
class DemoFault {
  emulator: Pick<Emulator, 'setFault'> | undefined;
  active: ActiveFault | undefined;

  set(fault: ActiveFault | undefined): void {
    this.emulator?.setFault(fault && `${fault.fault}=${fault.times}`);
    this.active = fault;
  }

  /** Counts a request that had the fault. */
  count({ fault }: LoggedRequest): void {
    if (fault === undefined || !this.active || this.active.times === 'always') return;
    const times = this.active.times - 1;
    this.active = times > 0 ? { ...this.active, times } : undefined;
  }
}

/** The faults of the emulators of the demo, for the page. */
export class DemoFaults implements FaultControl {
  readonly #servers = new Map<string, DemoFault>();

  /** Returns the function that is called for each request of the emulator. */
  watch(id: string): (request: LoggedRequest) => void {
    const server = new DemoFault();
    this.#servers.set(id, server);
    return (request) => server.count(request);
  }

  /** Sets the emulator, which is started with the function of `watch`. */
  attach(id: string, emulator: Pick<Emulator, 'setFault'>): void {
    const server = this.#servers.get(id);
    if (server) server.emulator = emulator;
  }

  list(): readonly FaultServer[] {
    return [...this.#servers].map(([id, { active }]) => ({ id, faults, active }));
  }

  set(server: string, fault: ActiveFault | undefined): void {
    this.#servers.get(server)?.set(fault);
  }
}
