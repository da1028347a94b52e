import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { ChatEvent, ChatInput, Timeouts, Understudy, UnderstudyError } from '@understudy/core';

import { fromLanguageModel } from '../src/index.ts';
import type { LanguageModelSourceOptions, ModelSource, ModelStream } from '../src/index.ts';

/** A part of a stream as a model of the AI SDK sends it. */
export interface Part {
  readonly type: string;
  readonly [field: string]: unknown;
}

export const stop: Part = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: { inputTokens: { total: 3 }, outputTokens: { total: 2 } },
};
export const text = (delta: string, id = '1'): Part => ({ type: 'text-delta', id, delta });

export function streamOf(parts: readonly Part[]): ReadableStream<unknown> {
  return new ReadableStream<unknown>({
    start: (controller) => {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

/** A model of the AI SDK whose responses are parts, or what a function returns. */
export class MockModel implements ModelSource {
  readonly specificationVersion: string;
  readonly provider = 'mock.chat';
  readonly modelId = 'one';
  readonly supportedUrls: Readonly<Record<string, readonly RegExp[]>>;
  /** The options of each call. */
  readonly calls: object[] = [];
  readonly #respond: () => Promise<ModelStream>;

  constructor(
    response: readonly Part[] | (() => Promise<ModelStream>),
    specificationVersion = 'v4',
    supportedUrls: Readonly<Record<string, readonly RegExp[]>> = {},
  ) {
    this.specificationVersion = specificationVersion;
    this.supportedUrls = supportedUrls;
    this.#respond =
      typeof response === 'function' ? response : async () => ({ stream: streamOf(response) });
  }

  async doStream(options: object): Promise<ModelStream> {
    this.calls.push(options);
    return this.#respond();
  }
}

export interface MockResult {
  readonly events: readonly ChatEvent[];
  readonly text: string;
  readonly warnings: readonly string[];
  /** Undefined if the chat failed. */
  readonly finish: string | undefined;
  readonly error: UnderstudyError | undefined;
}

export function createRuntime(
  model: ModelSource,
  options: Partial<LanguageModelSourceOptions<'acme'>> & {
    readonly timeouts?: Partial<Timeouts>;
  } = {},
): Understudy {
  const { timeouts, ...ofModel } = options;
  return createUnderstudy({
    providers: [fromLanguageModel(model, { ...ofModel, id: 'acme' })],
    retry: { maxRetries: 0 },
    timeouts,
  });
}

/** Sends one chat to a model and closes its runtime. */
export async function chatWith(
  model: ModelSource,
  request: Partial<ChatInput> = {},
  options: Parameters<typeof createRuntime>[1] = {},
): Promise<MockResult> {
  await using understudy = createRuntime(model, options);
  const events: ChatEvent[] = [];
  let error: UnderstudyError | undefined;
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  try {
    for await (const event of understudy.chat({ messages, ...request, model: 'acme/one' })) {
      events.push(event);
    }
  } catch (thrown) {
    if (!isUnderstudyError(thrown)) throw thrown;
    error = thrown;
  }
  const texts = events.map((event) => (event.type === 'text-delta' ? event.text : ''));
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.message] : []));
  const finish = events.find((event) => event.type === 'finish')?.reason;
  return { events, text: texts.join(''), warnings, finish, error };
}
