import { setTimeout } from 'node:timers/promises';

import { createUnderstudy } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { fakegpt } from '@understudy/provider-fakegpt';

import { assertText } from '../../tasks/assert-text.ts';

export interface SlowStreamsPlan {
  readonly url: string;
  readonly question: string;
  readonly answer: string;
  readonly streams: number;
  /** How long one answer takes: the streams are started spread over this time. */
  readonly answerMs: number;
}

/** Many chats at once, each asked anew as soon as it ends. */
export class SlowStreams {
  readonly #plan: SlowStreamsPlan;
  readonly #understudy: Understudy;
  #closed = false;
  #active = 0;
  #answered = 0;
  #failure: unknown;

  constructor(plan: SlowStreamsPlan) {
    this.#plan = plan;
    this.#understudy = createUnderstudy({
      providers: [fakegpt({ baseUrl: plan.url, sessions: plan.streams })],
    });
  }

  /** Resolves when all have been started. */
  async start(): Promise<void> {
    const { streams, answerMs } = this.#plan;
    const startedAt = performance.now();
    for (let index = 0; index < streams; index += 1) {
      const dueMs = startedAt + (index * answerMs) / streams - performance.now();
      if (dueMs > 1) await setTimeout(dueMs);
      void this.#keepAsking();
    }
  }

  /** @throws when any stream has failed or come out wrong */
  state(): { readonly active: number; readonly answered: number } {
    if (this.#failure !== undefined) throw this.#failure;
    return { active: this.#active, answered: this.#answered };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#understudy.close();
  }

  async #keepAsking(): Promise<void> {
    this.#active += 1;
    try {
      while (!this.#closed) await this.#ask();
    } catch (error) {
      if (!this.#closed) this.#failure ??= error;
    }
    this.#active -= 1;
  }

  async #ask(): Promise<void> {
    const { question, answer } = this.#plan;
    let text = '';
    const { textStream } = this.#understudy.chat({
      model: 'fakegpt/gpt-4',
      messages: [{ role: 'user', content: question }],
    });
    for await (const piece of textStream) text += piece;
    assertText(text, answer);
    this.#answered += 1;
  }
}
