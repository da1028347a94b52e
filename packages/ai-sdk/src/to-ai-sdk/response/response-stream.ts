import { isContent, isUnderstudyError, UnderstudyError } from '@understudy/core';
import type { ChatEvent } from '@understudy/core';

import type { StreamPart } from '../../specification/language-model.ts';
import type { StreamEncoder } from './stream-encoder.ts';

type Batch = readonly ChatEvent[];

/** What the stream needs of a chat. */
export interface StreamedChat {
  readonly batches: AsyncIterator<Batch, undefined>;
  readonly cancel: (reason: unknown) => Promise<void>;
  readonly encoder: StreamEncoder;
  /** Returns the error that the caller receives. */
  readonly encodeError: (error: unknown) => unknown;
  /** Whether the error is the reason of an abort. */
  readonly isAbort: (error: unknown) => boolean;
}

/** Reads a chat as parts of the AI SDK. */
export class ResponseStream {
  readonly #chat: StreamedChat;
  /** The parts before the first read. */
  #pending: StreamPart[] = [];
  #finished = false;

  constructor(chat: StreamedChat) {
    this.#chat = chat;
  }

  /** Reads until the first content or the finish. Rejects with the error of a chat that fails before. */
  async start(): Promise<void> {
    const { batches, encodeError, encoder } = this.#chat;
    for (;;) {
      let batch: Batch | undefined;
      try {
        const next = await batches.next();
        batch = next.done === true ? undefined : next.value;
      } catch (error) {
        throw encodeError(error);
      }
      if (batch) this.#encode(batch, this.#pending);
      if (!batch || this.#finished || batch.some(isContent)) break;
    }
    this.#pending = [...encoder.begin(), ...this.#pending];
  }

  /** Returns a stream that reads one batch of the chat for each pull. Canceling it cancels the chat. */
  toReadableStream<Part>(toPart: (part: StreamPart) => Part): ReadableStream<Part> {
    return new ReadableStream<Part>(
      {
        pull: async (controller) => {
          const { parts, isEnd } = await this.#pull();
          for (const part of parts) controller.enqueue(toPart(part));
          if (isEnd) controller.close();
        },
        cancel: (reason) => this.#chat.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }

  /** Rejects with the reason of an abort. Other errors are parts. */
  async #pull(): Promise<PulledParts> {
    const { batches, encoder, isAbort, encodeError } = this.#chat;
    const parts = this.#pending;
    this.#pending = [];
    try {
      while (parts.length === 0 && !this.#finished) {
        const next = await batches.next();
        if (next.done === true) break;
        this.#encode(next.value, parts);
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      encoder.fail(encodeError(error), isCut(error), parts);
      this.#finished = true;
    }
    const isEnd = this.#finished || parts.length === 0;
    // Releases the chat. Its outcome is settled.
    if (isEnd) await batches.return?.();
    return { parts, isEnd };
  }

  #encode(batch: Batch, parts: StreamPart[]): void {
    for (const event of batch) {
      if (event.type === 'reset') throw resetError(event.reason);
      this.#chat.encoder.encode(event, parts);
      if (event.type === 'finish') this.#finished = true;
    }
  }
}

interface PulledParts {
  readonly parts: readonly StreamPart[];
  readonly isEnd: boolean;
}

/** The AI SDK cannot discard what it has received, so the response would be joined from two. */
function resetError(reason: string): UnderstudyError {
  return new UnderstudyError(
    'stream-truncated',
    `the response ended (${reason}), and a stream of the AI SDK cannot start again; remove midStream: 'restart' from the chain`,
  );
}

/** Whether a response ended without a word of the vendor. */
function isCut(error: unknown): boolean {
  return (
    isUnderstudyError(error) &&
    (error.code === 'stream-truncated' || error.code === 'connection-failed')
  );
}
