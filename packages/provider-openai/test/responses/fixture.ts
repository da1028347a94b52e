import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type {
  ChatEvent,
  ChatRequest,
  FinishReason,
  Timeouts,
  Understudy,
  UnderstudyError,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';
import { startResponsesEmulator } from '@understudy/emulator';
import type { ResponsesEmulator, ResponsesEmulatorOptions } from '@understudy/emulator';

import { openai } from '../../src/index.ts';
import type { Quirks } from '../../src/index.ts';

export const apiKey = 'sk-canary-4eC39HqLyjWD';
export const question = 'Name a color, canary 77e0';
export const responseText = 'Teal, of course: "the color". Привет \u{1f600}\\n.';
export const model = 'openai/gpt-6-astra';

export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined if the chat failed. */
  readonly finish: FinishReason | undefined;
  /** Undefined if the chat succeeded. */
  readonly error: UnderstudyError | undefined;
}

export interface FixtureSettings {
  readonly timeouts?: Partial<Timeouts>;
  readonly quirks?: Quirks;
}

/** An emulator of OpenAI Responses, and a runtime whose provider uses it over real sockets. */
export class ResponsesFixture implements AsyncDisposable {
  readonly emulator: ResponsesEmulator;
  readonly understudy: Understudy<string, 'openai'>;
  readonly logger: MemoryLogger = new MemoryLogger();

  private constructor(emulator: ResponsesEmulator, { timeouts, quirks }: FixtureSettings) {
    const { baseUrl } = emulator;
    this.emulator = emulator;
    this.understudy = createUnderstudy({
      providers: [openai({ apiKey, baseUrl, api: 'responses', quirks })],
      timeouts,
      retry: { maxRetries: 0 },
      ports: { logger: this.logger },
    });
  }

  static async start(
    options: ResponsesEmulatorOptions = {},
    settings: FixtureSettings = {},
  ): Promise<ResponsesFixture> {
    const rules = [{ when: question, response: responseText }];
    return new ResponsesFixture(await startResponsesEmulator({ rules, ...options }), settings);
  }

  /** Sends the question. `extra` is added to the request. */
  async chat(extra: Partial<ChatRequest> = {}): Promise<ChatResult> {
    const events: ChatEvent[] = [];
    let error: UnderstudyError | undefined;
    const messages = [{ role: 'user', content: question }] as const;
    try {
      for await (const event of this.understudy.chat({ messages, model, ...extra })) {
        events.push(event);
      }
    } catch (thrown) {
      if (!isUnderstudyError(thrown)) throw thrown;
      error = thrown;
    }
    const texts = events.map((event) => (event.type === 'text-delta' ? event.text : ''));
    const finish = events.find((event) => event.type === 'finish')?.reason;
    return { events, text: texts.join(''), finish, error };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await this.emulator.close();
  }
}
