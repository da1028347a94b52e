import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import { assertText } from './assert-text.ts';
import type { ChatClient, CreateChatClient } from './chat-client.ts';
import { measureWork } from './measure-work.ts';
import { readResponse } from './read-response.ts';
import { runConcurrently } from './run-concurrently.ts';

export interface CompletionsWork {
  /** Responses of the warm-up. Enough for V8 to compile the measured code. */
  readonly warmUps: number;
  /** Responses per repetition. */
  readonly responses: number;
  readonly concurrency: number;
  readonly responseText: string;
}

/** Creates a contestant that requests short responses concurrently and measures the cost of each. */
export function completionsEntry(
  name: string,
  createClient: CreateChatClient,
  work: CompletionsWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => new CompletionsContestant(await createClient(upstreamUrl), work),
  };
}

class CompletionsContestant implements Contestant {
  readonly #client: ChatClient;
  readonly #work: CompletionsWork;

  constructor(client: ChatClient, work: CompletionsWork) {
    this.#client = client;
    this.#work = work;
  }

  async repeat(repetition: Repetition | 'warm-up'): Promise<Record<'cpu' | 'rate', number>> {
    const texts: string[] = [];
    const { concurrency, responseText } = this.#work;
    const responses = repetition === 'warm-up' ? this.#work.warmUps : this.#work.responses;
    const cost = await measureWork(() =>
      runConcurrently(responses, concurrency, async () => {
        texts.push(await readResponse(this.#client));
      }),
    );
    for (const text of texts) assertText(text, responseText);
    return {
      cpu: cost.cpuMicroseconds / responses,
      rate: (responses * 1_000_000) / cost.wallMicroseconds,
    };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
