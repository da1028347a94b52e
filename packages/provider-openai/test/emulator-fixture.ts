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
import type { Quirks } from '../src/index.ts';

export const apiKey = 'sk-canary-4eC39HqLyjWD';
export const question = 'Name a color, canary 77e0';
export const responseText = 'Teal, of course: "the color". Привет \u{1f600}\\n.';

export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined if the chat failed. */
  readonly finish: FinishReason | undefined;
  /** Undefined if the chat succeeded. */
  readonly error: UnderstudyError | undefined;
  readonly attempts: readonly Attempt[];
}

export interface FixtureSettings {
  readonly timeouts?: Partial<Timeouts>;
  /** The quirk of the same name. @defaultValue true */
  readonly streams?: boolean;
  /** Other quirks. */
  readonly quirks?: Quirks;
}

/** An OpenAI emulator, and a runtime whose provider uses it over real sockets. */
export class EmulatorFixture implements AsyncDisposable {
  readonly emulator: OpenAiEmulator;
  readonly understudy: Understudy<'openai/gpt-5-mini', 'openai'>;
  readonly logger: MemoryLogger = new MemoryLogger();

  private constructor(emulator: OpenAiEmulator, { timeouts, streams, quirks }: FixtureSettings) {
    this.emulator = emulator;
    this.understudy = createUnderstudy({
      providers: [openai({ apiKey, baseUrl: emulator.baseUrl, quirks: { streams, ...quirks } })],
      timeouts,
      retry: { maxRetries: 0 },
      ports: { logger: this.logger },
    });
  }

  static async start(
    options: OpenAiEmulatorOptions = {},
    settings: FixtureSettings = {},
  ): Promise<EmulatorFixture> {
    const rules = [{ when: question, response: responseText }];
    return new EmulatorFixture(await startOpenAiEmulator({ rules, ...options }), settings);
  }

  /** Sends the question. `extra` is added to the request. */
  async chat(extra: Partial<ChatRequest> = {}): Promise<ChatResult> {
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
