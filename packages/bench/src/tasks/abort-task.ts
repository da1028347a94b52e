import process from 'node:process';
import { setTimeout } from 'node:timers/promises';

import type { AbortClient, CreateAborter } from '../contestants/abort/abort-client.ts';
import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import type { Sample } from '../harness/measure.ts';
import { seeCall } from '../upstreams/test-upstreams.ts';

const warmUps = 20;

export interface AbortWork {
  readonly question: string;
  /** Whether the upstream must see its socket close, or no second request for so many milliseconds. */
  readonly expected: 'close' | { readonly quietMs: number };
}

/** A contestant that aborts, measured by when others hear of it. */
export function abortEntry(
  name: string,
  createAborter: CreateAborter,
  work: AbortWork,
): ContestantEntry {
  return {
    name,
    create: async (stageUrl) =>
      new AbortContestant(await createAborter(stageUrl, work.question), stageUrl, work),
  };
}

class AbortContestant implements Contestant {
  readonly #aborter: AbortClient;
  readonly #stageUrl: string;
  readonly #work: AbortWork;
  #calls = 0;

  constructor(aborter: AbortClient, stageUrl: string, work: AbortWork) {
    this.#aborter = aborter;
    this.#stageUrl = stageUrl;
    this.#work = work;
  }

  async repeat(repetition: Repetition | 'warm-up'): Promise<Sample> {
    if (repetition === 'warm-up')
      for (let count = 1; count < warmUps; count += 1) await this.#call();
    return this.#call();
  }

  close(): Promise<void> {
    return this.#aborter.close();
  }

  async #call(): Promise<Sample> {
    this.#calls += 1;
    const call = `${process.pid}-${this.#calls}`;
    const { abortedAt, rejectedAt } = await this.#aborter.askAndAbort(call);
    const rejected = rejectedAt - abortedAt;
    const { expected } = this.#work;
    if (expected === 'close') return { rejected, closed: (await this.#closedAt(call)) - abortedAt };
    await setTimeout(expected.quietMs);
    const { requests } = await seeCall(this.#stageUrl, this.#aborter.lead, call);
    if (requests !== 1) throw new Error(`expected one request, and the upstream saw ${requests}`);
    return { rejected };
  }

  async #closedAt(call: string): Promise<number> {
    const until = performance.now() + 2000;
    while (performance.now() < until) {
      const { closedAt } = await seeCall(this.#stageUrl, this.#aborter.lead, call);
      if (closedAt !== null) return closedAt;
      await setTimeout(1);
    }
    throw new Error('the upstream still has its socket open, two seconds after the abort');
  }
}
