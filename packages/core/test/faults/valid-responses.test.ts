import { setImmediate as nextTurn } from 'node:timers/promises';

import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { PlainFixture, collectChat } from './plain-fixture.ts';
import type { Reply } from './raw-server.ts';
import { RawServer } from './raw-server.ts';
import type { ValidBody } from './valid-responses.ts';
import { validBodies } from './valid-responses.ts';
import {
  replyWithStream,
  chunked,
  doneEvent,
  fin,
  head,
  stall,
  lastChunk,
  reset,
  stream,
  streamHead,
  textEvent,
  toBytes,
  unframedHead,
} from './wire.ts';

type Transport = (body: ValidBody['body']) => Reply;

const inReads =
  (sizes: readonly number[]): Transport =>
  (body) =>
  async (connection) => {
    await connection.send(streamHead);
    await connection.sendInChunks(chunked(body), sizes);
    await connection.send(lastChunk);
  };

const random = new SeededRandom(7);
const randomSizes = Array.from({ length: 200 }, () => 1 + Math.floor(random.next() * 40));

/** Ways to send the same bytes. */
const transports: Readonly<Record<string, Transport>> = {
  'in one write': replyWithStream,
  'in HTTP chunks of one byte': (body) => replyInChunks(body, 1),
  'in HTTP chunks of three bytes': (body) => replyInChunks(body, 3),
  'in writes of one byte': inReads([1]),
  'in writes of random sizes': inReads(randomSizes),
  'with a content length': (body) => (connection) => {
    const length = String(toBytes(body).length);
    const type = 'Text/Event-Stream ; charset=windows-1252';
    const start = head('200 OK', { 'Content-Type': type, 'content-length': length });
    return connection.send(Buffer.concat([toBytes(start), toBytes(body)]));
  },
  'until the end of the connection': (body) => async (connection) => {
    await connection.send(unframedHead);
    await connection.sendInChunks(toBytes(body), [64]);
    connection.end();
  },
};

function replyInChunks(body: ValidBody['body'], size: number): Reply {
  const all = Buffer.concat([toBytes(streamHead), chunked(body, size), toBytes(lastChunk)]);
  return (connection) => connection.send(all);
}

async function readText(reply: Reply): Promise<string> {
  await using server = await RawServer.start(reply);
  await using fixture = new PlainFixture([server]);
  const { error, text } = await collectChat(fixture.chat('a/m'));
  expect(error).toBeUndefined();
  expect(server.requests).toHaveLength(1);
  return text;
}

describe.concurrent.for(Object.entries(transports))('a valid body %s', ([, transport]) => {
  it.for(validBodies)('is read: $name', async ({ body, text }) => {
    expect(await readText(transport(body))).toBe(text);
  });
});

describe.concurrent('a response', () => {
  const complete = Buffer.concat([toBytes(streamHead), chunked(stream('Hel', 'lo'))]);
  const endings: Readonly<Record<string, Reply>> = {
    'a connection that stays open': stall,
    'a reset': reset,
    'an end': fin,
    'invalid chunk framing': (connection) => connection.send('zz\r\n'),
    'an unrequested second response': (connection) =>
      connection.send(`${lastChunk}${head('200 OK', { 'content-length': '4' })}text`),
    'endless data': (connection) => connection.repeat(chunked(textEvent('x'.repeat(50_000))), 1),
  };

  it.for(Object.entries(endings))(
    'is complete at the end marker, whatever follows: %s',
    async ([, then]) => {
      const reply: Reply = async (connection, request) => {
        await connection.send(complete);
        await then(connection, request);
      };
      await using server = await RawServer.start(reply);
      await using fixture = new PlainFixture([server]);
      expect(await collectChat(fixture.chat('a/m'))).toMatchObject({
        error: undefined,
        text: 'Hello',
      });
      expect(await collectChat(fixture.chat('a/m'))).toMatchObject({
        error: undefined,
        text: 'Hello',
      });
      expect(server.requests).toHaveLength(2);
    },
  );

  it('ends at the end marker without a wait', async () => {
    await using server = await RawServer.start(async (connection) => {
      await connection.send(complete);
      await connection.stall();
    });
    await using fixture = new PlainFixture([server]);
    const timeouts = { idleMs: 60_000, firstContentMs: 60_000, totalMs: 60_000 };
    const { text } = await fixture.chat('a/m', { timeouts }).response();
    expect(text).toBe('Hello');
    await server.allClosed();
  });
});

describe('a large body', { timeout: 60_000 }, () => {
  it('can have an event of 250 KB in HTTP chunks of one byte', async () => {
    const text = 'x'.repeat(250_000);
    expect(await readText(replyInChunks(stream(text), 1))).toBe(text);
  });

  it('can have 100,000 events in one write', async () => {
    const body = textEvent('x').repeat(100_000) + doneEvent;
    expect(await readText(replyWithStream(body))).toBe('x'.repeat(100_000));
  });

  it('can have an event of 1,000,000 characters', async () => {
    const text = 'é'.repeat(1_000_000);
    expect(await readText(replyWithStream(stream(text)))).toBe(text);
  });
});

/** A chat ends at its end marker. Its connection is free one turn later. */
async function waitUntilFree(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
}

describe('a keep-alive connection', () => {
  it('is reused for the next chat', async () => {
    await using server = await RawServer.start(replyWithStream(stream('Hello')));
    await using fixture = new PlainFixture([server]);
    for (let count = 0; count < 3; count += 1) {
      expect((await collectChat(fixture.chat('a/m'))).text).toBe('Hello');
      await waitUntilFree();
    }
    expect([server.connections.length, server.requests.length]).toEqual([1, 3]);
  });

  it('that closes between two chats does not cost an attempt', async () => {
    await using server = await RawServer.start(async (connection, request) => {
      await replyWithStream(stream('Hello'))(connection, request);
      connection.end();
    });
    await using fixture = new PlainFixture([server]);
    for (let count = 0; count < 3; count += 1) {
      expect((await collectChat(fixture.chat('a/m'))).text).toBe('Hello');
      await server.allClosed();
    }
    expect([server.connections.length, server.requests.length]).toEqual([3, 3]);
  });

  it('that is reset during the next request causes a fallback', async () => {
    const hello = replyWithStream(stream('Hello'));
    await using first = await RawServer.start((connection, request) =>
      request.index === 0 ? hello(connection, request) : reset(connection, request),
    );
    await using second = await RawServer.start(replyWithStream(stream('from the backup')));
    await using fixture = new PlainFixture([first, second]);
    expect((await collectChat(fixture.chat())).text).toBe('Hello');
    await waitUntilFree();
    const chat = fixture.chat();
    expect((await collectChat(chat)).text).toBe('from the backup');
    expect(chat.attempts[0]?.error?.code).toBe('connection-failed');
    // The default `Http` sends the request once more on a new connection, and `fetchHttp()` does not.
    const { connections, requests } = first;
    expect(requests.length).toBe(connections.length + 1);
    expect(requests.length).toBe(1 + (chat.attempts[0]?.requests ?? 0));
    expect(second.requests).toHaveLength(1);
  });
});
