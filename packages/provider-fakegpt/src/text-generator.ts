import type { ChatStream } from '@understudy/core';

/**
 * The text of a chat as a generator.
 *
 * It is not an async generator function, because `return()` of one waits for a pending `next()`, and
 * does not run `finally` if the generator was never started.
 */
export class TextGenerator implements AsyncGenerator<string, void, undefined> {
  readonly #chat: ChatStream;
  #texts: AsyncIterator<string> | undefined;
  #returned = false;

  constructor(chat: ChatStream) {
    this.#chat = chat;
  }

  async next(): Promise<IteratorResult<string, void>> {
    if (this.#returned) return { done: true, value: undefined };
    this.#texts ??= this.#chat.textStream[Symbol.asyncIterator]();
    try {
      const { done, value } = await this.#texts.next();
      return done === true ? { done, value: undefined } : { done: false, value };
    } catch (error) {
      if (this.#returned) return { done: true, value: undefined };
      throw error;
    }
  }

  async return(): Promise<IteratorResult<string, void>> {
    this.#returned = true;
    await this.#chat.cancel();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<string, void>> {
    await this.return();
    throw error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    return this;
  }
}
