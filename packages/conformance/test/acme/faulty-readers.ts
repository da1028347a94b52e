import { ProviderError } from '@understudy/core/provider';
import type { SseMessage } from '@understudy/provider-utils';

/** Decodes each read separately. An event that two reads split is lost. */
export async function* readWithoutBuffer(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly SseMessage[]> {
  for await (const bytes of body) {
    const events = new TextDecoder().decode(bytes).split('\n\n');
    yield events
      .filter((event) => event.startsWith('data: ') && /(\}|\[DONE\])$/.test(event))
      .map((event) => ({ data: event.slice('data: '.length) }));
  }
}

/** The start of an event that is not complete yet. */
export interface LineBuffer {
  remaining: string;
}

/** Decodes events with a buffer of the caller. Correct only if each chat has its own buffer. */
export async function* readWithBuffer(
  buffer: LineBuffer,
  body: AsyncIterable<Uint8Array>,
  maxEventBytes: number,
): AsyncGenerator<readonly SseMessage[]> {
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    const text = decoder.decode(bytes, { stream: true });
    buffer.remaining += text;
    if (buffer.remaining.length > maxEventBytes) {
      throw new ProviderError({ code: 'response-too-large', message: 'event above the limit' });
    }
    // An event without an end is not searched again with every read.
    if (!text.includes('\n')) continue;
    const events = buffer.remaining.split('\n\n');
    buffer.remaining = events.pop() ?? '';
    yield events.map((event) => ({ data: event.slice('data: '.length) }));
  }
}

/** Removes `return()`, so that the consumer cannot end the iteration. */
export function withoutReturn<Value>(source: AsyncGenerator<Value>): AsyncIterable<Value> {
  return { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
}

/** Reads the source without waiting for the consumer. */
export async function* readAhead<Value>(source: AsyncIterable<Value>): AsyncGenerator<Value> {
  const queue: Value[] = [];
  let ended = false;
  let failure: unknown;
  let wake = Promise.withResolvers<void>();
  const read = async (): Promise<void> => {
    try {
      for await (const value of source) {
        queue.push(value);
        wake.resolve();
      }
    } catch (error) {
      failure = error;
    }
    ended = true;
    wake.resolve();
  };
  void read();
  for (;;) {
    for (let value = queue.shift(); value !== undefined; value = queue.shift()) yield value;
    if (failure !== undefined) throw failure;
    if (ended) return;
    await wake.promise;
    wake = Promise.withResolvers();
  }
}
