import type { Forwarder } from '../../contestants/batches/forwarder.ts';
import { startForwarder } from '../../contestants/batches/forwarder.ts';
import { BenchProcess } from '../../harness/bench-process.ts';
import type { Contestant, ContestantEntry } from '../../harness/contestant.ts';
import type { Upstream } from '../../harness/scenario.ts';
import { measureWork } from '../measure-work.ts';
import { repeatBody } from './body-reader.ts';
import type { ReceivedBytes } from './body-reader.ts';

export interface ForwardWork {
  /** Responses per repetition, requested one after the other. */
  readonly responses: number;
  /** Chunks per response. */
  readonly chunks: number;
  /** The bytes that the client must receive, per response. */
  readonly body: string;
}

/** Creates a contestant that forwards responses to a client in another process and measures the cost of each chunk. */
export function forwardEntry(
  name: string,
  createForwarder: (upstreamUrl: string) => Promise<Forwarder>,
  work: ForwardWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => {
      const server = await startForwarder(await createForwarder(upstreamUrl));
      const reader = await BenchProcess.start({
        entry: 'reader-main.ts',
        arguments: [server.url, String(work.responses)],
      });
      return new ForwardContestant(server, reader, work);
    },
  };
}

class ForwardContestant implements Contestant {
  readonly #server: Upstream;
  readonly #reader: BenchProcess;
  readonly #work: ForwardWork;
  readonly #expected: ReceivedBytes;

  constructor(server: Upstream, reader: BenchProcess, work: ForwardWork) {
    this.#server = server;
    this.#reader = reader;
    this.#work = work;
    this.#expected = repeatBody(work.body, work.responses);
  }

  async repeat(): Promise<Record<'cpu' | 'wall' | 'heap', number>> {
    const { responses, chunks } = this.#work;
    const cost = await measureWork(async () => {
      const { bytes, checksum } = await this.#reader.repeat('warm-up');
      const { bytes: expectedBytes, checksum: expectedChecksum } = this.#expected;
      if (bytes !== expectedBytes || checksum !== expectedChecksum) {
        throw new Error(
          `wrong responses: expected ${expectedBytes} bytes with checksum ${expectedChecksum}, received ${bytes} with ${checksum}`,
        );
      }
    });
    const count = responses * chunks;
    return {
      cpu: cost.cpuMicroseconds / count,
      wall: cost.wallMicroseconds / count,
      heap: cost.allocatedBytes / count,
    };
  }

  async close(): Promise<void> {
    await this.#reader.stop();
    await this.#server.close();
  }
}
