import { setTimeout } from 'node:timers/promises';

import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import type { ChatClient, CreateChatClient } from './chat-client.ts';
import { measureFirstText } from './measure-first-text.ts';
import { measureWork } from './measure-work.ts';

export interface FirstTextWork {
  /** Requests of the warm-up, without pauses. A repetition is one request. */
  readonly warmUps: number;
  /** Pause before each measured request. @defaultValue 0 */
  readonly pauseMs?: number | undefined;
  readonly responseText: string;
}

/** Creates a contestant that sends one request per repetition and measures the time to the first text. */
export function firstTextEntry(
  name: string,
  createClient: CreateChatClient,
  work: FirstTextWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => new FirstTextContestant(await createClient(upstreamUrl), work),
  };
}

class FirstTextContestant implements Contestant {
  readonly #client: ChatClient;
  readonly #work: FirstTextWork;

  constructor(client: ChatClient, work: FirstTextWork) {
    this.#client = client;
    this.#work = work;
  }

  async repeat(repetition: Repetition | 'warm-up'): Promise<Record<'firstText' | 'cpu', number>> {
    const isWarmUp = repetition === 'warm-up';
    const { pauseMs = 0, warmUps } = this.#work;
    const requests = isWarmUp ? warmUps : 1;
    let firstText = Number.NaN;
    const { cpuMicroseconds } = await measureWork(async () => {
      for (let count = 0; count < requests; count += 1) {
        if (pauseMs > 0 && !isWarmUp) await setTimeout(pauseMs);
        firstText = await measureFirstText(this.#client, this.#work.responseText);
      }
    });
    return { firstText, cpu: cpuMicroseconds / requests };
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
