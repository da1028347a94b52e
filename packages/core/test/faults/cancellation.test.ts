import { setImmediate as nextTurn } from 'node:timers/promises';

import type { ChatStream } from '@understudy/core';
import { modelRef } from '@understudy/core';
import { ManualClock, SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import type { ChatResult } from './plain-fixture.ts';
import { PlainFixture, collectChat } from './plain-fixture.ts';
import type { Reply } from './raw-server.ts';
import { RawServer } from './raw-server.ts';
import { replyWithBody, begin, chunked, stall, reset, streamHead, textEvent } from './wire.ts';

const close = { connection: 'close' };
const refuse = replyWithBody('503 Service Unavailable', 'no', close);
const piece = chunked(textEvent('word '));

/** Says a word in each turn, until nobody listens. */
const talk: Reply = async (connection) => {
  await connection.send(streamHead);
  while (connection.closedAt === undefined) await connection.send(piece);
};

const beginnings: readonly Reply[] = [refuse, reset, stall, begin('', stall), talk, talk];

interface Parts {
  readonly chat: ChatStream;
  readonly fixture: PlainFixture;
  readonly controller: AbortController;
  readonly reading: Promise<ChatResult>;
}

/** The ways to end a chat that another reader is reading, and what that reader receives. */
const leavings: Readonly<Record<string, (parts: Parts) => Promise<void>>> = {
  'an abort of its signal': async ({ controller, reading }) => {
    const reason = new Error('enough');
    controller.abort(reason);
    expect((await reading).error).toBe(reason);
  },
  'cancel()': async ({ chat, reading }) => {
    await chat.cancel();
    expect((await reading).error).toMatchObject({ name: 'AbortError' });
  },
  'the end of its scope': async ({ chat, reading }) => {
    await chat[Symbol.asyncDispose]();
    expect((await reading).error).toMatchObject({ name: 'AbortError' });
  },
  'close() of the runtime': async ({ fixture, reading }) => {
    await fixture.understudy.close();
    expect((await reading).error).toMatchObject({ code: 'closed' });
  },
};

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

/** Waits until the servers have no connection, also none that was still on its way. */
async function untilClosed(...servers: readonly RawServer[]): Promise<void> {
  do {
    await Promise.all(servers.map((server) => server.allClosed()));
    await turns(4);
  } while (servers.some(({ open }) => open > 0));
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

/** Reads until so many events have come, and leaves; resolves with what was thrown. */
async function read(
  chat: ChatStream,
  stop: number,
  { way, why }: { readonly way: string; readonly why: Error },
): Promise<unknown> {
  const iterator = chat[Symbol.asyncIterator]();
  let count = 0;
  try {
    for await (const _ of { [Symbol.asyncIterator]: () => iterator }) {
      count += 1;
      if (count <= stop) continue;
      if (way === 'break') break;
      if (way === 'a throw') throw why;
      await iterator.return?.();
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a chat that is left at any moment', () => {
  const seeds = Array.from({ length: 80 }, (_, seed) => seed);

  it.each(Object.entries(leavings))('closes its socket at %s', async (_, leave) => {
    const delays: number[] = [];
    for (const seed of seeds) {
      const random = new SeededRandom(seed);
      const beginning = beginnings[Math.floor(random.next() * beginnings.length)] ?? stall;
      await using first = await RawServer.start(beginning);
      await using second = await RawServer.start(talk);
      await using fixture = new PlainFixture([first, second], {
        retry: { maxRetries: 2, initialDelayMs: 1 },
      });
      const controller = new AbortController();
      const chat = fixture.chat('chain', { signal: controller.signal });
      const reading = collectChat(chat);
      await turns(Math.floor(random.next() * 60));
      const leftAt = performance.now();
      const { length } = chat.attempts;
      await leave({ chat, fixture, controller, reading });
      await untilClosed(first, second);
      const closings = [...first.connections, ...second.connections].map(({ closedAt = 0 }) =>
        Math.max(0, closedAt - leftAt),
      );
      delays.push(Math.max(0, ...closings));
      expect(chat.attempts).toHaveLength(length);
      expect(first.requests.length + second.requests.length).toBeLessThanOrEqual(length);
      expect(fixture.understudy.health().map(({ inFlight }) => inFlight)).not.toContain(1);
    }
    expect(median(delays)).toBeLessThan(50);
    expect(Math.max(...delays)).toBeLessThan(1000);
  });

  it.each(['break', 'return()', 'a throw'])('closes its socket at %s', async (way) => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed);
      await using first = await RawServer.start(random.next() < 0.5 ? refuse : reset);
      await using second = await RawServer.start(talk);
      await using fixture = new PlainFixture([first, second]);
      const chat = fixture.chat();
      const stop = Math.floor(random.next() * 30);
      const why = new Error('the reader failed');
      expect(await read(chat, stop, { way, why })).toBe(way === 'a throw' ? why : undefined);
      await untilClosed(first, second);
      expect(chat.attempts.at(-1)?.outcome).toBe(stop === 1 ? 'failed' : 'aborted');
      expect(first.requests.length).toBeLessThanOrEqual(1);
      expect(second.requests.length).toBeLessThanOrEqual(stop < 2 ? 0 : 1);
      await expect(chat.response()).rejects.toMatchObject({ name: 'AbortError' });
    }
  });
});

describe('a chat that is aborted while it waits', () => {
  const always = { next: (): number => 0.9, uuid: (): string => '' };
  const waits: Readonly<Record<string, Reply>> = {
    'before a retry': refuse,
    'as long as the vendor said': replyWithBody('429 Too Many Requests', '', {
      ...close,
      'retry-after': '3',
    }),
  };

  it.each(Object.entries(waits))('%s ends at once and asks no more', async (_, answer) => {
    const delays: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      const clock = new ManualClock();
      await using server = await RawServer.start(answer);
      await using fixture = new PlainFixture([server], {
        retry: { maxRetries: 2, initialDelayMs: 4000 },
        ports: { clock, random: always },
      });
      const controller = new AbortController();
      const iterator = fixture.chat('a/m', { signal: controller.signal })[Symbol.asyncIterator]();
      await iterator.next();
      const ended = await iterator.next();
      expect(ended.value).toMatchObject({ next: 'retry', delayMs: expect.closeTo(3500, -3) });
      const waiting = iterator.next().catch((error: unknown) => error);
      await turns(count);
      const reason = new Error('enough');
      const abortedAt = performance.now();
      controller.abort(reason);
      expect(await waiting).toBe(reason);
      delays.push(performance.now() - abortedAt);
      expect(clock.timerCount).toBe(0);
      await clock.advance(60_000);
      await untilClosed(server);
      expect(server.requests).toHaveLength(1);
    }
    expect(median(delays)).toBeLessThan(50);
  });
});

describe('the deadline', () => {
  const deadlineMs = 150;
  const refused = replyWithBody('503 Service Unavailable');
  const silent: readonly (readonly [name: string, answer: Reply, partial: string])[] = [
    ['a target without headers', stall, ''],
    ['a target without content', begin('', stall), ''],
    ['heartbeats', begin('', (connection) => connection.repeat(chunked(': beat\n\n'), 10)), ''],
    ['a target that stopped within its answer', begin(textEvent('Hel'), stall), 'Hel'],
  ];

  it.each(silent)('ends %s, and closes its socket', async (_, answer, partial) => {
    await using first = await RawServer.start(answer);
    await using second = await RawServer.start(talk);
    await using fixture = new PlainFixture([first, second], { chain: { midStream: 'restart' } });
    const startedAt = performance.now();
    const { error, text } = await collectChat(fixture.chat('chain', { deadlineMs }));
    const elapsedMs = performance.now() - startedAt;
    expect(error).toMatchObject({ code: 'timeout', phase: 'deadline', partialText: partial });
    expect(text).toBe(partial);
    expect(elapsedMs).toBeGreaterThan(deadlineMs - 2);
    expect(elapsedMs).toBeLessThan(deadlineMs + 500);
    await untilClosed(first);
    expect([first.requests.length, second.requests.length]).toEqual([1, 0]);
  });

  it('ends an answer that goes on and on', async () => {
    await using server = await RawServer.start(talk);
    await using fixture = new PlainFixture([server]);
    const { error, text } = await collectChat(fixture.chat('chain', { deadlineMs }));
    expect(error).toMatchObject({ code: 'timeout', phase: 'deadline' });
    expect(text).toMatch(/^(word )+$/);
    await untilClosed(server);
    expect(server.requests).toHaveLength(1);
  });

  it('holds for all targets together', async () => {
    await using first = await RawServer.start(stall);
    await using second = await RawServer.start(stall);
    await using fixture = new PlainFixture([first, second], {
      chain: {
        deadlineMs: 1000,
        targets: [{ target: modelRef('a/m'), timeouts: { headersMs: 100 } }, modelRef('b/m')],
      },
    });
    const chat = fixture.chat();
    const { error } = await collectChat(chat);
    expect(error).toMatchObject({ code: 'timeout', phase: 'deadline', provider: 'b' });
    expect(chat.attempts).toMatchObject([{ provider: 'a' }, { provider: 'b' }]);
    expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
  });

  it('is not waited for where a retry would come after it', async () => {
    await using server = await RawServer.start(refused);
    await using fixture = new PlainFixture([server], {
      retry: { maxRetries: 2, initialDelayMs: 4000 },
      ports: { random: { next: () => 0.9, uuid: () => '' } },
    });
    const { error, events } = await collectChat(fixture.chat('a/m', { deadlineMs: 3000 }));
    expect(error).toMatchObject({ code: 'server-error' });
    expect(events.at(-1)).not.toHaveProperty('next');
    expect(server.requests).toHaveLength(1);
  });
});
