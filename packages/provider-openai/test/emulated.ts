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
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';

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
  /** Takes the wish for a stream from every request, as a server does that has none. */
  readonly streamless?: boolean;
}

/** An emulated OpenAI, and an understudy that asks it over real sockets. */
export class Emulated implements AsyncDisposable {
  readonly emulator: OpenAiEmulator;
  readonly understudy: Understudy<'openai/gpt-5-mini', 'openai'>;
  readonly logger: MemoryLogger = new MemoryLogger();
  readonly #dispatcher: Dispatcher | undefined;

  private constructor(
    emulator: OpenAiEmulator,
    { timeouts, streamless = false }: EmulatedSettings,
  ) {
    this.emulator = emulator;
    this.#dispatcher = streamless ? new Agent().compose(takeNoStream) : undefined;
    this.understudy = createUnderstudy({
      providers: [
        openai({ apiKey, baseUrl: emulator.baseUrl, quirks: { streamUsage: !streamless } }),
      ],
      timeouts,
      retry: { maxRetries: 0 },
      dispatcher: this.#dispatcher,
      ports: { logger: this.logger },
    });
  }

  static async start(
    options: OpenAiEmulatorOptions = {},
    settings: EmulatedSettings = {},
  ): Promise<Emulated> {
    const rules = [{ when: question, answer }];
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
    await this.#dispatcher?.destroy();
    await this.emulator.close();
  }
}

const takeNoStream: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const body = typeof options.body === 'string' ? options.body : '';
  return dispatch({ ...options, body: body.replace('"stream":true', '"stream":false') }, handler);
};
