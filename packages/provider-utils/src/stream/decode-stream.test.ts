import { ProviderError } from '@understudy/core/provider';
import type { ProviderEvent } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { decodeStream } from './decode-stream.ts';
import type { OpenedStream, StreamOpening } from './decode-stream.ts';
import type { Decoded } from './decoded.ts';
import type { StreamDecoder } from './stream-decoder.ts';

interface TestMessage {
  readonly data: string;
}

const failed = new ProviderError({ code: 'stream-truncated', message: 'the stream ended' });

/** `ping` has no event, `stop` is a finish reason, `end` ends the response, and `bad` fails. Others are text. */
class TestDecoder implements StreamDecoder<TestMessage> {
  mayEnd = false;

  decode(messages: readonly TestMessage[]): Decoded {
    const events: ProviderEvent[] = [];
    for (const { data } of messages) {
      if (data === 'bad') return { events, end: { type: 'failed', error: failed } };
      if (data === 'end') return { events, end: { type: 'finished' } };
      if (data === 'stop') this.mayEnd = true;
      else if (data !== 'ping') events.push({ type: 'text-delta', text: data });
    }
    return { events };
  }

  end(): Decoded {
    return this.mayEnd
      ? { events: [finish], end: { type: 'finished' } }
      : { events: [], end: { type: 'failed', error: failed } };
  }

  fail(): readonly ProviderEvent[] {
    return [usage];
  }
}

const finish: ProviderEvent = { type: 'finish', reason: 'stop' };
const usage: ProviderEvent = { type: 'usage', inputTokens: 3, outputTokens: 1 };

interface TestStream {
  readonly reads: readonly string[];
  /** How the connection ends. */
  readonly ending?: 'closed' | 'failed' | 'open';
  readonly includeRaw?: boolean;
  readonly signal?: AbortSignal;
  readonly clock?: ManualClock;
}

/** Returns the events and the error of a stream. Messages in a read are separated by spaces. */
async function readStream({
  reads,
  ending = 'closed',
  includeRaw = false,
  signal = new AbortController().signal,
  clock = new ManualClock(),
}: TestStream): Promise<{ readonly batches: readonly unknown[]; readonly error?: unknown }> {
  const closed = Promise.withResolvers<void>();
  async function* readMessages(): AsyncGenerator<readonly TestMessage[]> {
    for (const read of reads) yield read.split(' ').map((data) => ({ data }));
    if (ending === 'failed') throw new Error('reset');
    if (ending === 'open') await Promise.all([closed.promise, clock.advance(1000)]);
  }
  const opened: OpenedStream<TestMessage> = {
    response: { messages: readMessages(), close: async () => closed.resolve() },
    decoder: new TestDecoder(),
    mapEvents: (events) => events,
  };
  async function* open(): StreamOpening<TestMessage> {
    yield [{ type: 'progress', activity: 'loading' }];
    return opened;
  }
  const context = { clock, includeRaw, signal, usageGraceMs: () => 1000 };
  const batches: unknown[] = [];
  try {
    for await (const events of decodeStream(open(), context)) batches.push(events);
    return { batches: batches.slice(1) };
  } catch (error) {
    return { batches: batches.slice(1), error };
  }
}

const text = (...parts: readonly string[]): readonly ProviderEvent[] =>
  parts.map((part) => ({ type: 'text-delta', text: part }));

describe('decodeStream', () => {
  it('yields the first content before the rest of its read, and one batch per read after it', async () => {
    const { batches } = await readStream({ reads: ['ping', 'ping a b c', 'd e', 'end f'] });
    expect(batches).toEqual([[], text('a'), text('b', 'c'), text('d', 'e'), []]);
  });

  it('yields the events of a response that is no stream', async () => {
    const open = async () => ({ events: text('a') });
    const context = {
      clock: new ManualClock(),
      includeRaw: false,
      signal: new AbortController().signal,
      usageGraceMs: () => 0,
    };
    expect(await Array.fromAsync(decodeStream(open, context))).toEqual([text('a')]);
  });

  it('yields each message once as a raw event, without the end marker', async () => {
    const { batches } = await readStream({
      reads: ['ping 1 {"a":2} [DONE]', 'end'],
      includeRaw: true,
    });
    expect(batches).toEqual([
      [
        { type: 'raw', value: 'ping' },
        { type: 'raw', value: 1 },
      ],
      text('1'),
      [{ type: 'raw', value: { a: 2 } }],
      text('{"a":2}', '[DONE]'),
      [{ type: 'raw', value: 'end' }],
      [],
    ]);
  });

  it('yields the events before an error, and does not ask for those of a failed connection', async () => {
    expect(await readStream({ reads: ['a', 'b bad c'] })).toEqual({
      batches: [text('a'), text('b')],
      error: failed,
    });
  });

  it('fails if the connection closes or fails before the response may end', async () => {
    expect(await readStream({ reads: ['a'] })).toMatchObject({ error: failed });
    expect(await readStream({ reads: ['a'], ending: 'failed' })).toEqual({
      batches: [text('a'), [usage]],
      error: new Error('reset'),
    });
  });

  it('ignores a connection that fails or stays open after the response may end', async () => {
    for (const ending of ['failed', 'open'] as const) {
      const clock = new ManualClock();
      expect(await readStream({ reads: ['a stop'], ending, clock })).toEqual({
        batches: [text('a'), [], [finish]],
      });
      expect(clock.timerCount).toBe(0);
    }
  });

  it('fails with the error of an aborted connection, also after the response may end', async () => {
    const { error } = await readStream({
      reads: ['a stop'],
      ending: 'failed',
      signal: AbortSignal.abort(),
    });
    expect(error).toEqual(new Error('reset'));
  });
});
