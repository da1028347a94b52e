import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type {
  ChatEvent,
  ChatOptions,
  ChatRequest,
  FinishReason,
  Timeouts,
  Understudy,
  UnderstudyError,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';
import { startGoogleEmulator } from '@understudy/emulator';
import type { GoogleEmulator, GoogleEmulatorOptions } from '@understudy/emulator';

import { google } from '../src/index.ts';
import type { GoogleOptions } from '../src/index.ts';

export const apiKey = 'AIza-canary-4eC39HqLyjWD';
export const question = 'Name a color, canary 77e0';
export const responseText = 'Teal, of course: "the color". Привет \u{1f600}\\n.';
export const model = 'google/gemini-3.1-pro-preview';

export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined if the chat failed. */
  readonly finish: FinishReason | undefined;
  /** Undefined if the chat succeeded. */
  readonly error: UnderstudyError | undefined;
}

export interface FixtureSettings extends Omit<GoogleOptions<'google'>, 'id'> {
  readonly timeouts?: Partial<Timeouts>;
}

/** A Gemini emulator, and a runtime whose provider uses it over real sockets. */
export class EmulatorFixture implements AsyncDisposable {
  readonly emulator: GoogleEmulator;
  readonly understudy: Understudy<string, 'google'>;
  readonly logger: MemoryLogger = new MemoryLogger();

  private constructor(emulator: GoogleEmulator, { timeouts, ...options }: FixtureSettings) {
    this.emulator = emulator;
    this.understudy = createUnderstudy({
      providers: [google({ apiKey, baseUrl: emulator.baseUrl, ...options })],
      timeouts,
      retry: { maxRetries: 0 },
      ports: { logger: this.logger },
    });
  }

  static async start(
    options: GoogleEmulatorOptions = {},
    settings: FixtureSettings = {},
  ): Promise<EmulatorFixture> {
    const rules = [{ when: question, response: responseText }];
    return new EmulatorFixture(await startGoogleEmulator({ rules, ...options }), settings);
  }

  /** Sends the question. `extra` is added to the request. */
  async chat(extra: Partial<ChatRequest> = {}, options: ChatOptions = {}): Promise<ChatResult> {
    const events: ChatEvent[] = [];
    let error: UnderstudyError | undefined;
    const messages = [{ role: 'user', content: question }] as const;
    try {
      const chat = this.understudy.chat({ messages, model, ...extra }, options);
      for await (const event of chat) events.push(event);
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
