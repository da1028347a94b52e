import type { Contestant, ContestantEntry } from '../harness/contestant.ts';
import { assertText } from './assert-text.ts';
import type { ChatClient, CreateChatter } from './chat-client.ts';
import { measureWork } from './measure-work.ts';
import { readAnswer } from './read-response.ts';

export interface StreamWork {
  /** How many answers make a repetition, one after the other. */
  readonly answers: number;
  /** How many pieces each answer comes in. */
  readonly chunks: number;
  readonly answer: string;
}

/** A contestant that streams whole answers, measured by what each chunk costs it. */
export function streamEntry(
  name: string,
  createChatter: CreateChatter,
  work: StreamWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => new StreamContestant(await createChatter(upstreamUrl), work),
  };
}

class StreamContestant implements Contestant {
  readonly #chatter: ChatClient;
  readonly #work: StreamWork;

  constructor(chatter: ChatClient, work: StreamWork) {
    this.#chatter = chatter;
    this.#work = work;
  }

  async repeat(): Promise<Record<'cpu' | 'wall' | 'rate' | 'heap', number>> {
    const texts: string[] = [];
    const { answers, answer } = this.#work;
    const cost = await measureWork(async () => {
      for (let count = 0; count < answers; count += 1) texts.push(await readAnswer(this.#chatter));
    });
    for (const text of texts) assertText(text, answer);
    const chunks = answers * this.#work.chunks;
    return {
      cpu: cost.cpuMicroseconds / chunks,
      wall: cost.wallMicroseconds / chunks,
      rate: (chunks * 1_000_000) / cost.wallMicroseconds,
      heap: cost.allocatedBytes / chunks,
    };
  }

  close(): Promise<void> {
    return this.#chatter.close();
  }
}
