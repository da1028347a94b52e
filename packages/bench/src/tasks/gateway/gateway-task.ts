import { setTimeout } from 'node:timers/promises';

import type { GatewayEntry, GatewayServer } from '../../contestants/gateway/gateway-server.ts';
import { BenchProcess } from '../../harness/bench-process.ts';
import type { Contestant, ContestantEntry, Repetition } from '../../harness/contestant.ts';
import { measureWork } from '../measure-work.ts';
import type { GatewayWork } from './gateway-load.ts';

/** How a gateway is measured. */
export interface GatewayTask extends GatewayWork {
  /** The name of the upstream's script. */
  readonly script: string;
  /** Whether the time that the gateway adds to the first byte is measured. */
  readonly compareDirect: boolean;
}

/** Creates a contestant that forwards the chats of clients in another process. */
export function gatewayEntry({ name, create }: GatewayEntry, task: GatewayTask): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => {
      const { script, compareDirect, ...work } = task;
      const upstream = `${upstreamUrl}/${script}`;
      const server = await create(`${upstream}/v1`);
      const { url, headers } = server;
      const direct = compareDirect ? { url: upstream, headers: {} } : undefined;
      const load = await BenchProcess.start({
        entry: 'load-main.ts',
        arguments: [JSON.stringify({ gateway: { url, headers }, direct, work })],
      });
      return new GatewayContestant(server, load, work.requests);
    },
  };
}

/** Repetitions before the first measured one, so that V8 has compiled what they call. */
const warmUps = 20;

/** Resolves when the buffers on the way to slow clients are full, so that the gateway does nothing for them. */
async function becomeIdle(): Promise<void> {
  const busyMicroseconds = 25_000;
  for (;;) {
    const { cpuMicroseconds } = await measureWork(() => setTimeout(500));
    if (cpuMicroseconds < busyMicroseconds) return;
  }
}

class GatewayContestant implements Contestant {
  readonly #server: GatewayServer;
  readonly #load: BenchProcess;
  readonly #requests: number;

  constructor(server: GatewayServer, load: BenchProcess, requests: number) {
    this.#server = server;
    this.#load = load;
    this.#requests = requests;
  }

  async repeat(
    repetition: Repetition | 'warm-up',
  ): Promise<Record<'cpu' | 'rate' | 'added', number>> {
    if (repetition === 'warm-up') {
      await this.#load.repeat('warm-up');
      await becomeIdle();
      for (let count = 2; count < warmUps; count += 1) await this.#load.repeat('warm-up');
    }
    let sample: Readonly<Record<string, number>> = {};
    const { cpuMicroseconds } = await measureWork(async () => {
      sample = await this.#load.repeat('warm-up');
    });
    const { wallMs = 0, addedMs = 0 } = sample;
    return {
      cpu: cpuMicroseconds / this.#requests,
      rate: (this.#requests / wallMs) * 1000,
      added: addedMs,
    };
  }

  async close(): Promise<void> {
    await this.#load.stop();
    await this.#server.close();
  }
}
