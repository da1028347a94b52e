import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import { assertText } from './assert-text.ts';
import type { ChatClient, CreateChatClient } from './chat-client.ts';
import { measureWork } from './measure-work.ts';
import { readResponse } from './read-response.ts';

export interface StreamWork {
  /** Responses per repetition, requested one after the other. */
  readonly responses: number;
  /** Chunks per response. */
  readonly chunks: number;
  readonly responseText: string;
}

/** Creates a contestant that streams responses and measures the cost of each chunk. */
export function streamEntry(
  name: string,
  createClient: CreateChatClient,
  work: StreamWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => new StreamContestant(await createClient(upstreamUrl), work),
  };
}

/** V8 compiles the code of a client again until about the tenth repetition. */
const warmUpRounds = 10;

class StreamContestant implements Contestant {
  readonly #client: ChatClient;
  readonly #work: StreamWork;

  constructor(client: ChatClient, work: StreamWork) {
    this.#client = client;
    this.#work = work;
  }

  async repeat(
    repetition: Repetition | 'warm-up',
  ): Promise<Record<'cpu' | 'wall' | 'rate' | 'heap', number>> {
    const rounds = repetition === 'warm-up' ? warmUpRounds : 1;
    for (let round = 1; round < rounds; round += 1) await this.#stream();
    return this.#stream();
  }

  async #stream(): Promise<Record<'cpu' | 'wall' | 'rate' | 'heap', number>> {
    const texts: string[] = [];
    const { responses, responseText } = this.#work;
    const cost = await measureWork(async () => {
      for (let count = 0; count < responses; count += 1) {
        texts.push(await readResponse(this.#client));
      }
    });
    for (const text of texts) assertText(text, responseText);
    const chunks = responses * this.#work.chunks;
    return {
      cpu: cost.cpuMicroseconds / chunks,
      wall: cost.wallMicroseconds / chunks,
      rate: (chunks * 1_000_000) / cost.wallMicroseconds,
      heap: cost.allocatedBytes / chunks,
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
