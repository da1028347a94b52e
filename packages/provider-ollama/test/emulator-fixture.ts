import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type {
  ChatEvent,
  ChatRequest,
  FinishReason,
  SizeLimits,
  Understudy,
  UnderstudyError,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';
import { startOllamaEmulator } from '@understudy/emulator';
import type { OllamaEmulator, OllamaEmulatorOptions } from '@understudy/emulator';

import { ollama } from '../src/index.ts';

export const apiKey = 'canary-key-4eC39HqLyjWD';
export const question = 'Name a color, canary 77e0';
export const responseText = 'Teal, of course: "the color". Привет \u{1f600}\\n.';
export const model = 'ollama/qwen3:8b';

export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined if the chat failed. */
  readonly finish: FinishReason | undefined;
  /** Undefined if the chat succeeded. */
  readonly error: UnderstudyError | undefined;
}

/** An Ollama emulator, and a runtime whose provider uses it over real sockets. */
export class EmulatorFixture implements AsyncDisposable {
  readonly emulator: OllamaEmulator;
  readonly understudy: Understudy;
  readonly logger: MemoryLogger = new MemoryLogger();

  private constructor(emulator: OllamaEmulator, limits: Partial<SizeLimits> | undefined) {
    this.emulator = emulator;
    this.understudy = createUnderstudy({
      providers: [ollama({ apiKey, baseUrl: emulator.url })],
      retry: { maxRetries: 0 },
      limits,
      timeouts: { headersMs: 400, firstContentMs: 400, idleMs: 400 },
      ports: { logger: this.logger },
    });
  }

  static async start(
    options: OllamaEmulatorOptions = {},
    limits?: Partial<SizeLimits>,
  ): Promise<EmulatorFixture> {
    const rules = [{ when: question, response: responseText }];
    return new EmulatorFixture(await startOllamaEmulator({ rules, ...options }), limits);
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
