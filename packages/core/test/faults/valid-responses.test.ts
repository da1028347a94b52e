import { setImmediate as nextTurn } from 'node:timers/promises';

import { SeededRandom } from '@understudy/core/testing';
import { describe, expect, it } from 'vitest';

import { PlainStage, watch } from './plain-fixture.ts';
import type { Answer } from './raw-server.ts';
import { RawServer } from './raw-server.ts';
import type { SoundBody } from './valid-responses.ts';
import { soundBodies } from './valid-responses.ts';
import {
  answerStream,
  chunked,
  doneEvent,
  fin,
  head,
  hold,
  lastChunk,
  reset,
  stream,
  streamHead,
  textEvent,
  toBytes,
  unframedHead,
} from './wire.ts';

type Way = (body: SoundBody['body']) => Answer;

const inPieces =
  (sizes: readonly number[]): Way =>
  (body) =>
  async (connection) => {
    await connection.send(streamHead);
    await connection.sendInPieces(chunked(body), sizes);
    await connection.send(lastChunk);
  };

const random = new SeededRandom(7);
const drawn = Array.from({ length: 200 }, () => 1 + Math.floor(random.next() * 40));

/** The same bytes, cut in all ways on their way. */
const ways: Readonly<Record<string, Way>> = {
  'at once': answerStream,
  'in chunks of one byte': (body) => answerStreamInChunks(body, 1),
  'in chunks of three bytes': (body) => answerStreamInChunks(body, 3),
  'byte by byte': inPieces([1]),
  'cut by chance': inPieces(drawn),
  'with a length': (body) => (connection) => {
    const length = String(toBytes(body).length);
    const type = 'Text/Event-Stream ; charset=windows-1252';
    const start = head('200 OK', { 'Content-Type': type, 'content-length': length });
    return connection.send(Buffer.concat([toBytes(start), toBytes(body)]));
  },
  'up to the end of the connection': (body) => async (connection) => {
    await connection.send(unframedHead);
    await connection.sendInPieces(toBytes(body), [64]);
    connection.end();
  },
};

function answerStreamInChunks(body: SoundBody['body'], size: number): Answer {
  const all = Buffer.concat([toBytes(streamHead), chunked(body, size), toBytes(lastChunk)]);
  return (connection) => connection.send(all);
}

async function hear(answer: Answer): Promise<string> {
  await using server = await RawServer.start(answer);
  await using stage = new PlainStage([server]);
  const { error, text } = await watch(stage.ask('a/m'));
  expect(error).toBeUndefined();
  expect(server.requests).toHaveLength(1);
  return text;
}

describe.concurrent.for(Object.entries(ways))('what comes %s', ([, way]) => {
  it.for(soundBodies)('is understood with $name', async ({ body, text }) => {
    expect(await hear(way(body))).toBe(text);
  });
});

describe.concurrent('after the end marker', () => {
  const whole = Buffer.concat([toBytes(streamHead), chunked(stream('Hel', 'lo'))]);
  const afterwards: Readonly<Record<string, Answer>> = {
    'a connection that stays open': hold,
    'a reset': reset,
    'an end': fin,
    'bytes that are no chunk': (connection) => connection.send('zz\r\n'),
    'another answer that nobody asked for': (connection) =>
      connection.send(`${lastChunk}${head('200 OK', { 'content-length': '4' })}junk`),
    'a flood': (connection) => connection.repeat(chunked(textEvent('x'.repeat(50_000))), 1),
  };

  it.for(Object.entries(afterwards))('%s changes nothing', async ([, then]) => {
    const answer: Answer = async (connection, request) => {
      await connection.send(whole);
      await then(connection, request);
    };
    await using server = await RawServer.start(answer);
    await using stage = new PlainStage([server]);
    expect(await watch(stage.ask('a/m'))).toMatchObject({ error: undefined, text: 'Hello' });
    expect(await watch(stage.ask('a/m'))).toMatchObject({ error: undefined, text: 'Hello' });
    expect(server.requests).toHaveLength(2);
  });

  it('nothing is waited for', async () => {
    await using server = await RawServer.start(async (connection) => {
      await connection.send(whole);
      await connection.hold();
    });
    await using stage = new PlainStage([server]);
    const timeouts = { idleMs: 60_000, firstContentMs: 60_000, totalMs: 60_000 };
    const { text } = await stage.ask('a/m', { timeouts }).response();
    expect(text).toBe('Hello');
    await server.allClosed();
  });
});

describe('what is large', { timeout: 60_000 }, () => {
  it('as an event of nearly 1 MiB in chunks of one byte is understood', async () => {
    const text = 'x'.repeat(250_000);
    expect(await hear(answerStreamInChunks(stream(text), 1))).toBe(text);
  });

  it('as 100,000 events at once is understood', async () => {
    const body = textEvent('x').repeat(100_000) + doneEvent;
    expect(await hear(answerStream(body))).toBe('x'.repeat(100_000));
  });

  it('as an event of nearly 1 MiB is understood', async () => {
    const text = 'é'.repeat(1_000_000);
    expect(await hear(answerStream(stream(text)))).toBe(text);
  });
});

/** A chat ends at its end marker, and its connection is free a turn later. */
async function freed(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
}

describe('a connection that is kept', () => {
  it('is used for the next chat', async () => {
    await using server = await RawServer.start(answerStream(stream('Hello')));
    await using stage = new PlainStage([server]);
    for (let count = 0; count < 3; count += 1) {
      expect((await watch(stage.ask('a/m'))).text).toBe('Hello');
      await freed();
    }
    expect([server.connections.length, server.requests.length]).toEqual([1, 3]);
  });

  it('and is closed between two chats costs no attempt', async () => {
    await using server = await RawServer.start(async (connection, request) => {
      await answerStream(stream('Hello'))(connection, request);
      connection.end();
    });
    await using stage = new PlainStage([server]);
    for (let count = 0; count < 3; count += 1) {
      expect((await watch(stage.ask('a/m'))).text).toBe('Hello');
      await server.allClosed();
    }
    expect([server.connections.length, server.requests.length]).toEqual([3, 3]);
  });

  it('and is reset under the next request is a failure, which the chain hands on', async () => {
    const answers = [answerStream(stream('Hello')), reset];
    await using first = await RawServer.start((connection, request) =>
      answers[request.index]?.(connection, request),
    );
    await using second = await RawServer.start(answerStream(stream('all is well')));
    await using stage = new PlainStage([first, second]);
    expect((await watch(stage.ask())).text).toBe('Hello');
    await freed();
    const chat = stage.ask();
    expect((await watch(chat)).text).toBe('all is well');
    expect(chat.attempts[0]?.error?.code).toBe('connection-failed');
    expect([first.connections.length, first.requests.length, second.requests.length]).toEqual([
      1, 2, 1,
    ]);
  });
});
