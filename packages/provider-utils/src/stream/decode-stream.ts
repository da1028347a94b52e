import type { ProviderContext, ProviderError, ProviderEvent } from '@understudy/core/provider';

import type { StreamedHead } from '../request/vendor-request.ts';
import { FirstContentDecoder } from './first-content-decoder.ts';
import type { StreamDecoder } from './stream-decoder.ts';
import { toRawEvents } from './to-raw-events.ts';
import type { RawMessage } from './to-raw-events.ts';
import { UsageGrace } from './usage-grace.ts';

/** A response whose head was received. */
export interface OpenedStream<Message> {
  readonly response: Pick<StreamedHead, 'close'> & {
    readonly messages: AsyncIterable<readonly Message[]>;
  };
  readonly decoder: StreamDecoder<Message>;
  /** Returns the events as the chat reports them. */
  readonly mapEvents: (events: readonly ProviderEvent[]) => readonly ProviderEvent[];
}

/** A response that is no stream. */
export interface CompleteResponse {
  /** As the chat reports them. */
  readonly events: readonly ProviderEvent[];
  /** What the response failed with, after its events. */
  readonly error?: ProviderError | undefined;
}

/** Sends a request. The generator yields the events before those of the stream. */
export type StreamOpening<Message> =
  | (() => Promise<OpenedStream<Message> | CompleteResponse>)
  | AsyncGenerator<readonly ProviderEvent[], OpenedStream<Message>, undefined>;

/**
 * Yields the events of a response, one array per read. The first content does not wait until the other messages of its
 * read are decoded.
 *
 * Once the response may end, it ends after `usageGraceMs` without content, and the connection may fail.
 *
 * The opening is a parameter, because a generator that delegates to this one adds about a seventh to the time of a
 * small read.
 */
export async function* decodeStream<Message extends RawMessage>(
  opening: StreamOpening<Message>,
  context: Pick<ProviderContext, 'clock' | 'includeRaw' | 'signal' | 'usageGraceMs'>,
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  const opened = typeof opening === 'function' ? await opening() : yield* opening;
  if ('events' in opened) {
    yield opened.events;
    if (opened.error) throw opened.error;
    return;
  }
  const { response, decoder, mapEvents } = opened;
  const parts = new FirstContentDecoder(decoder);
  const grace = new UsageGrace(context, () => response.close());
  let failure: ProviderError | undefined;
  try {
    for await (const messages of response.messages) {
      let pending: readonly Message[] | undefined = messages;
      while (pending) {
        const { events, end, remaining } = parts.decode(pending);
        grace.stopIfContinued(events);
        if (context.includeRaw) yield toRawEvents(pending, remaining);
        yield mapEvents(events);
        if (end?.type === 'finished') return;
        failure = end?.error;
        if (failure) throw failure;
        pending = remaining;
      }
      if (decoder.mayEnd) grace.start();
    }
  } catch (error) {
    if (!decoder.mayEnd || context.signal.aborted) {
      if (decoder.fail && error !== failure) yield mapEvents(decoder.fail());
      throw error;
    }
  } finally {
    grace.stop();
  }
  const { events, end } = decoder.end();
  yield mapEvents(events);
  if (end?.type === 'failed') throw end.error;
}
