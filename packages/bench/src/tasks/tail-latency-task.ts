import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import { summarize } from '../statistics/summarize.ts';
import { fetchRequestCount } from '../upstreams/latency-server.ts';
import type { ChatClient, CreateChatClient } from './chat-client.ts';
import { measureFirstText } from './measure-first-text.ts';
import { runConcurrently } from './run-concurrently.ts';

export interface TailLatencyWork {
  readonly warmUps: number;
  /** Chats per repetition. */
  readonly chats: number;
  readonly concurrency: number;
  readonly responseText: string;
}

/**
 * Creates a contestant that measures the slowest of many chats, and the requests that they cost.
 *
 * @param group - the targets of the contestant; part of their URL
 */
export function tailLatencyEntry(
  { name, group }: { readonly name: string; readonly group: string },
  createClient: CreateChatClient,
  work: TailLatencyWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => {
      const client = await createClient(`${upstreamUrl}/${group}`);
      return new TailLatencyContestant(client, work, () => fetchRequestCount(upstreamUrl, group));
    },
  };
}

class TailLatencyContestant implements Contestant {
  readonly #client: ChatClient;
  readonly #work: TailLatencyWork;
  readonly #countRequests: () => Promise<number>;

  constructor(client: ChatClient, work: TailLatencyWork, countRequests: () => Promise<number>) {
    this.#client = client;
    this.#work = work;
    this.#countRequests = countRequests;
  }

  async repeat(
    repetition: Repetition | 'warm-up',
  ): Promise<Record<'p99' | 'median' | 'extra', number>> {
    const { concurrency, responseText } = this.#work;
    const chats = repetition === 'warm-up' ? this.#work.warmUps : this.#work.chats;
    const times: number[] = [];
    const before = await this.#countRequests();
    await runConcurrently(chats, concurrency, async () => {
      times.push(await measureFirstText(this.#client, responseText));
    });
    const requests = (await this.#countRequests()) - before;
    const { p99, median } = summarize(times);
    return { p99, median, extra: ((requests - chats) * 100) / chats };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
