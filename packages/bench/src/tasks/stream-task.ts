import type { Contestant, ContestantEntry } from '../harness/contestant.ts';
import { assertText } from './assert-text.ts';
import type { Chatter, CreateChatter } from './chatter.ts';
import { measureWork } from './measure-work.ts';

export interface StreamWork {
  /** How many answers make a repetition, one after the other. */
  readonly answers: number;
  readonly snapshots: number;
  readonly answer: string;
}

/** A contestant that streams whole answers, measured by what each snapshot costs it. */
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
  readonly #chatter: Chatter;
  readonly #work: StreamWork;

  constructor(chatter: Chatter, work: StreamWork) {
    this.#chatter = chatter;
    this.#work = work;
  }

  async repeat(): Promise<Record<'cpu' | 'wall', number>> {
    const texts: string[] = [];
    const { answers, snapshots, answer } = this.#work;
    const cost = await measureWork(async () => {
      for (let count = 0; count < answers; count += 1) texts.push(await this.#read());
    });
    for (const text of texts) assertText(text, answer);
    return {
      cpu: cost.cpuMicroseconds / answers / snapshots,
      wall: cost.wallMicroseconds / answers / snapshots,
    };
  }

  close(): Promise<void> {
    return this.#chatter.close();
  }

  async #read(): Promise<string> {
    let text = '';
    await this.#chatter.ask((piece) => {
      text += piece;
    });
    return text;
  }
}
