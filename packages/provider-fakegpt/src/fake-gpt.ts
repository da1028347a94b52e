import { createUnderstudy, modelRef } from '@understudy/core';
import type { ChatInput, Understudy } from '@understudy/core';
import { readProxy } from '@understudy/provider-utils';

import { defineFakeGpt } from './fakegpt-provider.ts';
import type { FakeGptOptions } from './fakegpt-settings.ts';
import { TextGenerator } from './text-generator.ts';

/** The parameters of `FakeGpt.createAsyncGenerator()`. */
export interface FakeGptRequest {
  /** @defaultValue 'text-davinci-002-render-sha' */
  readonly model?: string | undefined;
  /** The conversation, oldest message first. */
  readonly messages: ChatInput['messages'];
  /** The proxy for this call. @defaultValue `proxy` of the constructor */
  readonly proxy?: string | URL | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The interface of the original FakeGpt provider. Use `fakegpt()` with `createUnderstudy()` in new code.
 *
 * The creator of an instance closes it.
 *
 * @example
 * await using gpt = new FakeGpt({ baseUrl: 'http://127.0.0.1:4000' });
 * for await (const text of gpt.createAsyncGenerator({ messages })) process.stdout.write(text);
 */
export class FakeGpt implements AsyncDisposable {
  readonly #options: FakeGptOptions;
  /** One runtime for each proxy, because a session is valid only for the address that opened it. */
  readonly #runtimes = new Map<string, Understudy>();
  #closed = false;

  /** @throws ConfigurationError `invalid-configuration` with the path of the missing or invalid option */
  constructor(options: Omit<FakeGptOptions, 'id'>) {
    defineFakeGpt(options);
    this.#options = { ...options, id: 'fakegpt' };
  }

  /**
   * Returns the text of a response as a generator.
   *
   * Nothing is sent before the first `next()`. `return()` cancels the chat. Errors of the chat are
   * thrown by `next()`.
   *
   * @throws ConfigurationError `invalid-configuration` if `proxy` is not a valid URL
   */
  createAsyncGenerator(request: FakeGptRequest): AsyncGenerator<string, void, undefined> {
    const { model = 'text-davinci-002-render-sha', messages, proxy, signal } = request;
    const runtime = this.#runtimeFor(proxy ?? this.#options.proxy);
    const chat = runtime.chat({ model: modelRef(`fakegpt/${model}`), messages }, { signal });
    return new TextGenerator(chat);
  }

  /** Cancels all chats, then closes sessions and sockets. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#runtimes.values()].map((runtime) => runtime.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #runtimeFor(proxy: string | URL | undefined): Understudy {
    const key = readProxy(proxy)?.href ?? '';
    const existing = this.#runtimes.get(key);
    if (existing) return existing;
    const runtime = createUnderstudy({ providers: [defineFakeGpt({ ...this.#options, proxy })] });
    if (this.#closed) void runtime.close();
    this.#runtimes.set(key, runtime);
    return runtime;
  }
}
