import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type {
  Attempt,
  ChatEvent,
  ChatRequest,
  FinishReason,
  Timeouts,
  Understudy,
  UnderstudyError,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator, OpenAiEmulatorOptions } from '@understudy/emulator';

import { openai } from '../src/index.ts';

export const apiKey = 'sk-canary-4eC39HqLyjWD';
export const question = 'Name a colour, canary 77e0';
export const answer = 'Teal, of course: "the colour". Привет \u{1f600}\\n.';

export interface Asked {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined when the chat failed. */
  readonly finish: FinishReason | undefined;
  /** What the chat failed with; undefined when it was answered. */
  readonly error: UnderstudyError | undefined;
  readonly attempts: readonly Attempt[];
}

export interface EmulatedSettings {
  readonly timeouts?: Partial<Timeouts>;
  /** Whether answers are asked for as streams. @defaultValue true */
  readonly streams?: boolean;
}

/** An emulated OpenAI, and an understudy that asks it over real sockets. */
export class Emulated implements AsyncDisposable {
  readonly emulator: OpenAiEmulator;
  readonly understudy: Understudy<'openai/gpt-5-mini', 'openai'>;
  readonly logger: MemoryLogger = new MemoryLogger();

  private constructor(emulator: OpenAiEmulator, { timeouts, streams }: EmulatedSettings) {
    this.emulator = emulator;
    this.understudy = createUnderstudy({
      providers: [openai({ apiKey, baseUrl: emulator.baseUrl, quirks: { streams } })],
      timeouts,
      retry: { maxRetries: 0 },
      ports: { logger: this.logger },
    });
  }

  static async start(
    options: OpenAiEmulatorOptions = {},
    settings: EmulatedSettings = {},
  ): Promise<Emulated> {
    const rules = [{ when: question, response: answer }];
    return new Emulated(await startOpenAiEmulator({ rules, ...options }), settings);
  }

  /** Asks the question; `extra` is added to the request. */
  async ask(extra: Partial<ChatRequest> = {}): Promise<Asked> {
    const events: ChatEvent[] = [];
    let error: UnderstudyError | undefined;
    const messages = [{ role: 'user', content: question }] as const;
    const chat = this.understudy.chat({ messages, ...extra, model: 'openai/gpt-5-mini' });
    try {
      for await (const event of chat) events.push(event);
    } catch (thrown) {
      if (!isUnderstudyError(thrown)) throw thrown;
      error = thrown;
    }
    const texts = events.map((event) => (event.type === 'text-delta' ? event.text : ''));
    const finish = events.find((event) => event.type === 'finish')?.reason;
    return { events, text: texts.join(''), finish, error, attempts: chat.attempts };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await this.emulator.close();
  }
}
