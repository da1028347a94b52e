import { createUnderstudy, modelRef } from '@understudy/core';
import type { Message, Understudy } from '@understudy/core';
import { readProxy } from '@understudy/core/provider';

import { defineFakeGpt } from './fakegpt-provider.ts';
import type { FakeGptOptions } from './fakegpt-settings.ts';
import { TextGenerator } from './text-generator.ts';

/** One question, in the words of the original. */
export interface FakeGptRequest {
  /** @defaultValue 'text-davinci-002-render-sha' */
  readonly model?: string | undefined;
  readonly messages: readonly Message[];
  /** For this call. @defaultValue the proxy of the options */
  readonly proxy?: string | URL | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * FakeGpt as people know it who come from the original: an object that is asked for a generator of
 * text. New code names the provider in `createUnderstudy`. Whoever creates one closes it.
 *
 * @example
 * await using gpt = new FakeGpt({ baseUrl: 'http://127.0.0.1:4000' });
 * for await (const text of gpt.createAsyncGenerator({ messages })) process.stdout.write(text);
 */
export class FakeGpt implements AsyncDisposable {
  readonly #options: FakeGptOptions;
  /** One for each proxy, since a session holds with the address that it was opened from. */
  readonly #runtimes = new Map<string, Understudy>();
  #closed = false;

  /** @throws ConfigurationError at the path of the option that is missing or wrong */
  constructor(options: Omit<FakeGptOptions, 'id'>) {
    defineFakeGpt(options);
    this.#options = { ...options, id: 'fakegpt' };
  }

  /**
   * The answer, piece by piece. Opens nothing before the first piece is asked for; leaving it early,
   * also before that, leaves nothing open.
   *
   * @throws ConfigurationError for a proxy that is no web address; what the chat fails with comes
   * with the pieces
   */
  createAsyncGenerator(request: FakeGptRequest): AsyncGenerator<string, void, undefined> {
    const { model = 'text-davinci-002-render-sha', messages, proxy, signal } = request;
    const runtime = this.#runtimeFor(proxy ?? this.#options.proxy);
    const chat = runtime.chat({ model: modelRef(`fakegpt/${model}`), messages }, { signal });
    return new TextGenerator(chat);
  }

  /** Ends every answer under way, then sessions and sockets. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#runtimes.values()].map((runtime) => runtime.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #runtimeFor(proxy: string | URL | undefined): Understudy {
    const key = readProxy(proxy)?.href ?? '';
    const known = this.#runtimes.get(key);
    if (known) return known;
    const made = createUnderstudy({ providers: [defineFakeGpt({ ...this.#options, proxy })] });
    if (this.#closed) void made.close();
    this.#runtimes.set(key, made);
    return made;
  }
}
