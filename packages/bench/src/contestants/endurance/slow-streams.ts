import { setTimeout } from 'node:timers/promises';

import type { ChatClient } from '../../tasks/chat-client.ts';

export interface SlowStreamsPlan {
  readonly responseText: string;
  /** Number of concurrent chats. */
  readonly streams: number;
  /** Duration over which the first chats start. */
  readonly startMs: number;
}

/** Runs concurrent chats. Each chat that ends is replaced by a new one. The texts are not kept. */
export class SlowStreams {
  readonly #client: ChatClient;
  readonly #plan: SlowStreamsPlan;
  #closed = false;
  #active = 0;
  #completed = 0;
  #error: unknown;

  constructor(client: ChatClient, plan: SlowStreamsPlan) {
    this.#client = client;
    this.#plan = plan;
  }

  /** Resolves when all chats have started. */
  async start(): Promise<void> {
    const { streams, startMs } = this.#plan;
    const startedAt = performance.now();
    for (let index = 0; index < streams; index += 1) {
      const dueMs = startedAt + (index * startMs) / streams - performance.now();
      if (dueMs > 1) await setTimeout(dueMs);
      void this.#repeatChat();
    }
  }

  /** @throws the first error of a chat, including a wrong text */
  state(): { readonly active: number; readonly completed: number } {
    if (this.#error !== undefined) throw this.#error;
    return { active: this.#active, completed: this.#completed };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#client.close();
  }

  async #repeatChat(): Promise<void> {
    this.#active += 1;
    try {
      while (!this.#closed) await this.#chat();
    } catch (error) {
      if (!this.#closed) this.#error ??= error;
    }
    this.#active -= 1;
  }

  async #chat(): Promise<void> {
    const { responseText } = this.#plan;
    let length = 0;
    await this.#client.chat((text) => {
      if (!responseText.startsWith(text, length)) {
        throw new Error(`wrong text after ${length} characters`);
      }
      length += text.length;
    });
    if (length !== responseText.length) {
      throw new Error(`expected ${responseText.length} characters, received ${length}`);
    }
    this.#completed += 1;
  }
}
