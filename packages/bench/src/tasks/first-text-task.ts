import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import { assertText } from './assert-text.ts';
import type { ChatClient, CreateChatter } from './chat-client.ts';
import { measureWork } from './measure-work.ts';

export interface FirstTextWork {
  /** How many questions the warm-up asks; a repetition asks one. */
  readonly warmUps: number;
  /** The quiet before a question. @defaultValue 0 */
  readonly pauseMs?: number | undefined;
  readonly answer: string;
}

/** A contestant that asks a short question in its turn, measured by how soon the first text is there. */
export function firstTextEntry(
  name: string,
  createChatter: CreateChatter,
  work: FirstTextWork,
): ContestantEntry {
  return {
    name,
    create: async (upstreamUrl) => new FirstTextContestant(await createChatter(upstreamUrl), work),
  };
}

class FirstTextContestant implements Contestant {
  readonly #chatter: ChatClient;
  readonly #work: FirstTextWork;

  constructor(chatter: ChatClient, work: FirstTextWork) {
    this.#chatter = chatter;
    this.#work = work;
  }

  async repeat(repetition: Repetition | 'warm-up'): Promise<Record<'firstText' | 'cpu', number>> {
    const { pauseMs = 0, warmUps } = this.#work;
    const questions = repetition === 'warm-up' ? warmUps : 1;
    let firstText = Number.NaN;
    const { cpuMicroseconds } = await measureWork(async () => {
      for (let count = 0; count < questions; count += 1) {
        if (pauseMs > 0) await setTimeout(pauseMs);
        firstText = await this.#ask();
      }
    });
    return { firstText, cpu: cpuMicroseconds / questions };
  }

  close(): Promise<void> {
    return this.#chatter.close();
  }

  /** In milliseconds. */
  async #ask(): Promise<number> {
    const askedAt = performance.now();
    let text = '';
    let firstTextMs = Number.NaN;
    await this.#chatter.ask((piece) => {
      if (text === '') firstTextMs = performance.now() - askedAt;
      text += piece;
    });
    assertText(text, this.#work.answer);
    return firstTextMs;
  }
}
