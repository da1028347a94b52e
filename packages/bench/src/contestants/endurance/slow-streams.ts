import { setTimeout } from 'node:timers/promises';

import type { ChatClient } from '../../tasks/chat-client.ts';

export interface SlowStreamsPlan {
  readonly answer: string;
  readonly streams: number;
  /** Over how long the first questions are spread. */
  readonly startMs: number;
}

/** Many chats at once, each asked anew as soon as it ends. Nobody keeps their texts. */
export class SlowStreams {
  readonly #chatter: ChatClient;
  readonly #plan: SlowStreamsPlan;
  #closed = false;
  #active = 0;
  #answered = 0;
  #failure: unknown;

  constructor(chatter: ChatClient, plan: SlowStreamsPlan) {
    this.#chatter = chatter;
    this.#plan = plan;
  }

  /** Resolves when all have been started. */
  async start(): Promise<void> {
    const { streams, startMs } = this.#plan;
    const startedAt = performance.now();
    for (let index = 0; index < streams; index += 1) {
      const dueMs = startedAt + (index * startMs) / streams - performance.now();
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
    await this.#chatter.close();
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
    const { answer } = this.#plan;
    let length = 0;
    await this.#chatter.ask((piece) => {
      if (!answer.startsWith(piece, length)) throw new Error(`a wrong text after ${length}`);
      length += piece.length;
    });
    if (length !== answer.length) throw new Error(`${length} of ${answer.length} characters came`);
    this.#answered += 1;
  }
}
