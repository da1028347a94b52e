import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type {
  Attempt,
  ChatEvent,
  ChatOptions,
  ChatRequest,
  FinishReason,
  ProviderDefinition,
  Understudy,
  UnderstudyError,
  UnderstudyOptions,
} from '@understudy/core';
import { MemoryLogger } from '@understudy/core/testing';

export const question = 'Name a color, canary 77e0';
export const responseText = 'Teal, of course: "the color". Привет \u{1f600}\\n.';
/** The rule of an emulator that responds to the question. */
export const rules = [{ when: question, response: responseText }] as const;

export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined if the chat failed. */
  readonly finish: FinishReason | undefined;
  /** Undefined if the chat succeeded. */
  readonly error: UnderstudyError | undefined;
  readonly attempts: readonly Attempt[];
}

interface Emulator {
  close(): Promise<void>;
}

interface ProviderFixtureOptions<Server extends Emulator> extends Partial<
  Pick<UnderstudyOptions, 'timeouts' | 'limits'>
> {
  readonly emulator: Server;
  /** The provider, which uses the emulator. */
  readonly provider: ProviderDefinition;
  /** The model reference of the chats. */
  readonly model: string;
}

/** An emulator, and a runtime whose provider uses it over real sockets and does not retry. */
export class ProviderFixture<Server extends Emulator> implements AsyncDisposable {
  readonly emulator: Server;
  readonly understudy: Understudy;
  readonly logger: MemoryLogger = new MemoryLogger();
  readonly #model: string;

  constructor({ emulator, provider, model, ...options }: ProviderFixtureOptions<Server>) {
    this.emulator = emulator;
    this.#model = model;
    this.understudy = createUnderstudy({
      ...options,
      providers: [provider],
      retry: { maxRetries: 0 },
      ports: { logger: this.logger },
    });
  }

  /** Sends the question. `extra` is added to the request. */
  async chat(extra: Partial<ChatRequest> = {}, options: ChatOptions = {}): Promise<ChatResult> {
    const events: ChatEvent[] = [];
    let error: UnderstudyError | undefined;
    const messages = [{ role: 'user', content: question }] as const;
    const chat = this.understudy.chat({ messages, model: this.#model, ...extra }, options);
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
