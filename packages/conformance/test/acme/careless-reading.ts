import { ProviderError } from '@understudy/core/provider';
import type { SseMessage } from '@understudy/core/provider';

/** Each read for itself: what a border cuts is lost. */
export async function* readCarelessly(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly SseMessage[]> {
  for await (const bytes of body) {
    const frames = new TextDecoder().decode(bytes).split('\n\n');
    yield frames
      .filter((frame) => frame.startsWith('data: ') && /(\}|\[DONE\])$/.test(frame))
      .map((frame) => ({ data: frame.slice('data: '.length) }));
  }
}

/** What came of an event that is not whole yet. */
export interface LineBuffer {
  rest: string;
}

/** Sound for one chat; for several only where each has a buffer of its own. */
export async function* readInto(
  buffer: LineBuffer,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly SseMessage[]> {
  const decoder = new TextDecoder();
  for await (const bytes of body) {
    buffer.rest += decoder.decode(bytes, { stream: true });
    if (buffer.rest.length > 1_048_576) {
      throw new ProviderError({ code: 'response-too-large', message: 'expected shorter events' });
    }
    const frames = buffer.rest.split('\n\n');
    buffer.rest = frames.pop() ?? '';
    yield frames.map((frame) => ({ data: frame.slice('data: '.length) }));
  }
}

/** Goes on wherever it was left: nobody can tell it to stop. */
export function withoutReturn<Value>(source: AsyncGenerator<Value>): AsyncIterable<Value> {
  return { [Symbol.asyncIterator]: () => ({ next: () => source.next() }) };
}

/** Reads all there is, whether anybody wants it or not. */
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
