import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

import type { AbortClient, CreateAbortClient } from '../contestants/abort/abort-client.ts';
import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import type { Sample } from '../harness/measure.ts';
import { fetchCallRecord } from '../upstreams/test-upstreams.ts';

const warmUps = 20;
const closeTimeoutMs = 2000;

export interface AbortWork {
  readonly prompt: string;
  /** Either the upstream must see its socket close, or it must receive no second request for `quietMs`. */
  readonly expected: 'close' | { readonly quietMs: number };
}

/** Creates a contestant that aborts one call per repetition and measures the time until it ends. */
export function abortEntry(
  name: string,
  createClient: CreateAbortClient,
  work: AbortWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) =>
      new AbortContestant(await createClient(upstreamUrl, work.prompt), upstreamUrl, work),
  };
}

class AbortContestant implements Contestant {
  readonly #client: AbortClient;
  readonly #upstreamUrl: string;
  readonly #work: AbortWork;
  #calls = 0;

  constructor(client: AbortClient, upstreamUrl: string, work: AbortWork) {
    this.#client = client;
    this.#upstreamUrl = upstreamUrl;
    this.#work = work;
  }

  async repeat(repetition: Repetition | 'warm-up'): Promise<Sample> {
    if (repetition === 'warm-up')
      for (let count = 1; count < warmUps; count += 1) await this.#call();
    return this.#call();
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #call(): Promise<Sample> {
    this.#calls += 1;
    const call = `${process.pid}-${this.#calls}`;
    const { abortedAt, rejectedAt } = await this.#client.chatAndAbort(call);
    const rejected = rejectedAt - abortedAt;
    const { expected } = this.#work;
    if (expected === 'close') {
      return { rejected, closed: (await this.#waitForClose(call)) - abortedAt };
    }
    await setTimeout(expected.quietMs);
    const { requests } = await fetchCallRecord(this.#upstreamUrl, this.#client.primary, call);
    if (requests !== 1) throw new Error(`expected 1 request, the upstream received ${requests}`);
    return { rejected };
  }

  /** Resolves to the time at which the upstream saw its socket close. */
  async #waitForClose(call: string): Promise<number> {
    const until = performance.now() + closeTimeoutMs;
    while (performance.now() < until) {
      const record = await fetchCallRecord(this.#upstreamUrl, this.#client.primary, call);
      if (record.closedAt !== null) return record.closedAt;
      await setTimeout(1);
    }
    throw new Error(`the socket of the upstream is open ${closeTimeoutMs} ms after the abort`);
  }
}
