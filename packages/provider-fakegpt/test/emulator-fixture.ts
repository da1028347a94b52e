import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { ChatEvent, Timeouts, Understudy, UnderstudyError } from '@understudy/core';
import { startFakeGptEmulator } from '@understudy/emulator';
import type {
  EmulatedRequest,
  FakeGptEmulator,
  FakeGptEmulatorOptions,
} from '@understudy/emulator';

import { fakegpt } from '../src/index.ts';
import type { FakeGptOptions } from '../src/index.ts';

export const responseText = 'Teal, of course: "the color". Привет \u{1f600}\\n.';
export const question = 'Name a color';

export interface ChatResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  /** Undefined if the chat succeeded. */
  readonly error: UnderstudyError | undefined;
}

/** A FakeGpt emulator, and a runtime whose provider uses it over real sockets. */
export class EmulatorFixture implements AsyncDisposable {
  readonly emulator: FakeGptEmulator;
  readonly understudy: Understudy;

  private constructor(emulator: FakeGptEmulator, understudy: Understudy) {
    this.emulator = emulator;
    this.understudy = understudy;
  }

  static async start(
    options: FakeGptEmulatorOptions = {},
    settings: Partial<FakeGptOptions> & { readonly timeouts?: Partial<Timeouts> } = {},
  ): Promise<EmulatorFixture> {
    const rules = [{ when: question, response: responseText }];
    const emulator = await startFakeGptEmulator({ rules, ...options });
    const { timeouts, ...rest } = settings;
    const provider = fakegpt({ baseUrl: emulator.url, ...rest, id: 'fakegpt' });
    return new EmulatorFixture(
      emulator,
      createUnderstudy({ providers: [provider], timeouts, retry: { maxRetries: 0 } }),
    );
  }

  requestsTo(path: string): readonly EmulatedRequest[] {
    return this.emulator.requests.filter((request) => request.path === path);
  }

  get conversations(): readonly EmulatedRequest[] {
    return this.requestsTo('/api/conversation');
  }

  get logins(): readonly EmulatedRequest[] {
    return this.requestsTo('/auth/login');
  }

  /** Runs one chat. */
  async chat(content: string = question, signal?: AbortSignal): Promise<ChatResult> {
    const events: ChatEvent[] = [];
    let error: UnderstudyError | undefined;
    const messages = [{ role: 'user', content }] as const;
    try {
      const chat = this.understudy.chat({ model: 'fakegpt/gpt-4', messages }, { signal });
      for await (const event of chat) events.push(event);
    } catch (thrown) {
      if (!isUnderstudyError(thrown)) throw thrown;
      error = thrown;
    }
    const texts = events.map((event) => (event.type === 'text-delta' ? event.text : ''));
    return { events, text: texts.join(''), error };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await this.emulator.close();
  }
}

/** Resolves when the condition is true. Fails after a second. */
export async function waitUntil(condition: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(1000);
  while (!condition()) {
    signal.throwIfAborted();
    await new Promise((resolve) => void setImmediate(resolve));
  }
}
