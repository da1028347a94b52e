import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

import type { Contestant, ContestantEntry, Repetition } from '../harness/contestant.ts';
import { quantile } from '../statistics/summarize.ts';
import { assertText } from './assert-text.ts';
import type { Chatter, CreateChatter } from './chatter.ts';
import { measureWork } from './measure-work.ts';

export interface FirstTextWork {
  /** How many questions make a repetition, one after the other. */
  readonly questions: number;
  /** How many the warm-up makes. @defaultValue as many as a repetition */
  readonly warmUps?: number | undefined;
  /** Between an answer and the next question. */
  readonly pauseMs: number;
  readonly answer: string;
}

interface Answer {
  readonly text: string;
  readonly firstTextMs: number;
}

/** A contestant that asks short questions, measured by how soon the first text is there. */
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
  readonly #chatter: Chatter;
  readonly #work: FirstTextWork;

  constructor(chatter: Chatter, work: FirstTextWork) {
    this.#chatter = chatter;
    this.#work = work;
  }

  async repeat(repetition: Repetition | 'warm-up'): Promise<Record<'p50' | 'p99' | 'cpu', number>> {
    const answers: Answer[] = [];
    const { pauseMs, warmUps } = this.#work;
    const questions = (repetition === 'warm-up' && warmUps) || this.#work.questions;
    const cost = await measureWork(async () => {
      for (let count = 0; count < questions; count += 1) {
        if (pauseMs > 0) await setTimeout(pauseMs);
        answers.push(await this.#ask());
      }
    });
    for (const { text } of answers) assertText(text, this.#work.answer);
    const times = answers.map(({ firstTextMs }) => firstTextMs).toSorted((one, two) => one - two);
    return {
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      cpu: cost.cpuMicroseconds / questions,
    };
  }

  close(): Promise<void> {
    return this.#chatter.close();
  }

  async #ask(): Promise<Answer> {
    const askedAt = performance.now();
    let text = '';
    let firstTextMs = Number.NaN;
    await this.#chatter.ask((piece) => {
      if (text === '') firstTextMs = performance.now() - askedAt;
      text += piece;
    });
    return { text, firstTextMs };
  }
}
