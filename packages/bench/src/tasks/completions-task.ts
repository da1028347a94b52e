import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import { assertText } from './assert-text.ts';
import type { ChatClient, CreateChatter } from './chat-client.ts';
import { measureWork } from './measure-work.ts';
import { readAnswer } from './read-response.ts';

export interface CompletionsWork {
  /** How many answers make the warm-up: until what is asked over and over is compiled. */
  readonly warmUps: number;
  /** How many answers make a repetition. */
  readonly answers: number;
  /** How many are awaited at a time. */
  readonly concurrency: number;
  readonly answer: string;
}

/** A contestant that gets short answers whole, several at a time, measured by what each costs it. */
export function completionsEntry(
  name: string,
  createChatter: CreateChatter,
  work: CompletionsWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) =>
      new CompletionsContestant(await createChatter(upstreamUrl), work),
  };
}

class CompletionsContestant implements Contestant {
  readonly #chatter: ChatClient;
  readonly #work: CompletionsWork;

  constructor(chatter: ChatClient, work: CompletionsWork) {
    this.#chatter = chatter;
    this.#work = work;
  }

  async repeat(repetition: Repetition | 'warm-up'): Promise<Record<'cpu' | 'rate', number>> {
    const texts: string[] = [];
    const { concurrency, answer } = this.#work;
    const answers = repetition === 'warm-up' ? this.#work.warmUps : this.#work.answers;
    let left = answers;
    const askOn = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        texts.push(await readAnswer(this.#chatter));
      }
    };
    const cost = await measureWork(async () => {
      await Promise.all(Array.from({ length: concurrency }, askOn));
    });
    for (const text of texts) assertText(text, answer);
    return {
      cpu: cost.cpuMicroseconds / answers,
      rate: (answers * 1_000_000) / cost.wallMicroseconds,
    };
  }

  close(): Promise<void> {
    return this.#chatter.close();
  }
}
