import { expect, it, onTestFinished, vi } from 'vitest';

import { collectChat, PlainFixture } from './faults/plain-fixture.ts';
import { RawServer } from './faults/raw-server.ts';
import { replyWithBody, replyWithStream, stream } from './faults/wire.ts';
import { shortTimeout } from './http-client.ts';

const timers = [
  'Date',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'performance',
  'setImmediate',
  'setInterval',
  'setTimeout',
] as const;

/** vitest and `node --test` replace the timers, jest replaces `queueMicrotask` too. */
const fakes = { timers, 'timers and queueMicrotask': [...timers, 'queueMicrotask'] } as const;

const failThenRespond = [
  replyWithBody('503 Service Unavailable'),
  replyWithStream(stream('Hello')),
];

it.each(Object.entries(fakes))(
  'a chat retries, and close() ends, with fake %s',
  shortTimeout,
  async (_, toFake) => {
    await using server = await RawServer.start((connection, request) =>
      failThenRespond[Math.min(request.index, 1)]?.(connection, request),
    );
    vi.useFakeTimers({ toFake: [...toFake] });
    onTestFinished(() => void vi.useRealTimers());
    const fixture = new PlainFixture([server], { retry: { maxRetries: 1, initialDelayMs: 10 } });
    // The later chats use the connection of the first one.
    for (let count = 0; count < 3; count += 1) {
      expect(await collectChat(fixture.chat('a/m'))).toMatchObject({ text: 'Hello' });
    }
    await fixture.understudy.close();
    expect(server.requests).toHaveLength(4);
  },
);

it.each(Object.entries(fakes))('headersMs applies with fake %s', async (_, toFake) => {
  await using server = await RawServer.start((connection) => connection.stall());
  vi.useFakeTimers({ toFake: [...toFake] });
  onTestFinished(() => void vi.useRealTimers());
  const fixture = new PlainFixture([server]);
  const { error } = await collectChat(fixture.chat('a/m', { timeouts: { headersMs: 50 } }));
  expect(error).toMatchObject({ code: 'timeout', phase: 'headers' });
  await fixture.understudy.close();
});
