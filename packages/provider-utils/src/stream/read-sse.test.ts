import { describe, expect, it } from 'vitest';

import { readSse } from './read-sse.ts';
import type { SseMessage } from './read-sse.ts';

const encoder = new TextEncoder();
const maxEventBytes = 1_048_576;
const limits = { maxEventBytes };

function bytesOf(read: string | Uint8Array): Uint8Array {
  return typeof read === 'string' ? encoder.encode(read) : read;
}

function toPlain({ event, data, unterminated }: SseMessage): SseMessage {
  return {
    data,
    ...(event === undefined ? {} : { event }),
    ...(unterminated === undefined ? {} : { unterminated }),
  };
}

/** Returns the events of a stream with these chunks, one list per chunk. */
async function batchesOf(
  reads: Iterable<string | Uint8Array>,
  options: typeof limits = limits,
): Promise<SseMessage[][]> {
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const read of reads) yield bytesOf(read);
  }
  const batches: SseMessage[][] = [];
  for await (const batch of readSse(body(), options)) batches.push(batch.map(toPlain));
  return batches;
}

async function messagesOf(...reads: readonly (string | Uint8Array)[]): Promise<SseMessage[]> {
  return (await batchesOf(reads)).flat();
}

function* split(read: string | Uint8Array, size: number): Generator<Uint8Array> {
  const bytes = bytesOf(read);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Returns a body, and how much of it was read. */
function createBody(reads: Iterable<string | Uint8Array>): {
  readonly body: AsyncIterable<Uint8Array>;
  readonly read: { bytes: number; stoppedEarly: boolean };
} {
  const read = { bytes: 0, stoppedEarly: true };
  async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const chunk of reads) {
      const bytes = bytesOf(chunk);
      read.bytes += bytes.length;
      yield bytes;
    }
    read.stoppedEarly = false;
  }
  return { body: body(), read };
}

/** Returns the events before the error, and the error. */
async function readUntilFailure(
  body: AsyncIterable<Uint8Array>,
  options: typeof limits = limits,
): Promise<{ readonly messages: SseMessage[]; readonly failure: unknown }> {
  const messages: SseMessage[] = [];
  try {
    for await (const batch of readSse(body, options)) messages.push(...batch.map(toPlain));
  } catch (failure) {
    return { messages, failure };
  }
  return { messages, failure: undefined };
}

const tooLarge = { code: 'response-too-large' };

describe('a byte order mark', () => {
  const mark = Uint8Array.of(0xef, 0xbb, 0xbf);

  it('is removed at the beginning, also if it is split between chunks', async () => {
    const event = 'data: x\n\n';
    const complete = Buffer.concat([mark, Buffer.from(event)]);
    expect(await messagesOf(complete)).toEqual([{ data: 'x' }]);
    for (const size of [1, 2, 3, 4]) {
      expect(await messagesOf(...split(complete, size))).toEqual([{ data: 'x' }]);
      expect(await messagesOf(complete.subarray(0, size), complete.subarray(size))).toEqual([
        { data: 'x' },
      ]);
    }
  });

  it('is removed once', async () => {
    const twice = '\uFEFF\uFEFFdata: ignored\n\ndata: x\n\n';
    expect(await messagesOf(twice)).toEqual([{ data: 'x' }]);
    const bytes = bytesOf(twice);
    for (let at = 0; at < 7; at++) {
      expect(await messagesOf(bytes.subarray(0, at), bytes.subarray(at))).toEqual([{ data: 'x' }]);
    }
    expect(await messagesOf(...split(twice, 1))).toEqual([{ data: 'x' }]);
  });

  it('is an ordinary character elsewhere', async () => {
    expect(await messagesOf('data: a\uFEFFb\n\ndata:\uFEFF\n\n')).toEqual([
      { data: 'a\uFEFFb' },
      { data: '\uFEFF' },
    ]);
    expect(await messagesOf('\n\uFEFFdata: unknown field\n\n')).toEqual([]);
  });

  it('is not the text "ï»¿"', async () => {
    expect(await messagesOf('ï»¿data: unknown field\n\ndata: x\n\n')).toEqual([{ data: 'x' }]);
  });
});

describe('a line', () => {
  it.each(['\n', '\r', '\r\n'])('can end with %j', async (end) => {
    const stream = `data: a${end}data: b${end}${end}data: c${end}${end}`;
    expect(await messagesOf(stream)).toEqual([{ data: 'a\nb' }, { data: 'c' }]);
    expect(await messagesOf(...split(stream, 1))).toEqual([{ data: 'a\nb' }, { data: 'c' }]);
  });

  it('can end differently from the line before', async () => {
    const stream = 'data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\rdata: e\r\r';
    const expected = [{ data: 'a\nb\nc' }, { data: 'd' }, { data: 'e' }];
    expect(await messagesOf(stream)).toEqual(expected);
    expect(await messagesOf(...split(stream, 1))).toEqual(expected);
  });

  it('that ends with CR at the end of a chunk completes the event in this chunk', async () => {
    expect(await batchesOf(['data: a\r\r', 'data: b\r\n\r', '\ndata: c\r', '\r'])).toEqual([
      [{ data: 'a' }],
      [{ data: 'b' }],
      [],
      [{ data: 'c' }],
    ]);
  });

  it('is not empty because CR and LF are in two chunks', async () => {
    expect(await batchesOf(['data: a\r', '\ndata: b\r', '\n\r', '\n'])).toEqual([
      [],
      [],
      [{ data: 'a\nb' }],
      [],
    ]);
  });
});

describe('the text of an event', () => {
  const text = 'ä€😀\u2028\u2029\u0085\0\u{10FFFF}';

  it('does not depend on the chunks', async () => {
    const bytes = bytesOf(`data: ${text}\n\n`);
    for (let at = 0; at <= bytes.length; at++) {
      expect(await messagesOf(bytes.subarray(0, at), bytes.subarray(at))).toEqual([{ data: text }]);
    }
    expect(await messagesOf(...split(bytes, 1))).toEqual([{ data: text }]);
  });

  it('has replacement characters for invalid UTF-8', async () => {
    const bytes = Uint8Array.of(0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0xe2, 0x82, 0x41, 0x0a, 0x0a);
    expect(await messagesOf(bytes)).toEqual([{ data: '\uFFFD\uFFFDA' }]);
    expect(await messagesOf(...split(bytes, 1))).toEqual([{ data: '\uFFFD\uFFFDA' }]);
  });
});

describe('a comment', () => {
  it.each([':', '::', ': x', ':data: x', `: ${'x'.repeat(2048)}`])(
    'is ignored: %j',
    async (line) => {
      const stream = `${line}\n\ndata: a\n${line}\ndata: b\n\n${line}\n`;
      expect(await messagesOf(stream)).toEqual([{ data: 'a\nb' }]);
      expect(await messagesOf(...split(stream, 3))).toEqual([{ data: 'a\nb' }]);
    },
  );

  it('yields an empty list', async () => {
    expect(await batchesOf([': beat\n\n', ': beat\n\n'])).toEqual([[], []]);
  });
});

describe('a field', () => {
  it.each([
    ['data\n\n', ['']],
    ['data:\n\n', ['']],
    ['data\ndata\n\n', ['\n']],
    ['data: {"a":\ndata: 1}\n\n', ['{"a":\n1}']],
    ['data:  two\n\n', [' two']],
    ['data:\ttab\n\n', ['\ttab']],
    ['data:a:b: c\n\n', ['a:b: c']],
    ['Data: a\nDATA: b\n\n', []],
    ['data : a\n data: b\n\n', []],
    ['other: a\nother\ndat: b\ndataa: c\n\n', []],
    ['\n\n\n\ndata: a\n\n\n\n', ['a']],
  ])('data: %j yields %j', async (stream, expected) => {
    expect(await messagesOf(stream)).toEqual(expected.map((data) => ({ data })));
    expect(await messagesOf(...split(stream, 1))).toEqual(expected.map((data) => ({ data })));
  });

  it('event applies to its own event only', async () => {
    expect(
      await messagesOf('event: ping\ndata: {}\n\ndata: a\n\nevent:\ndata: b\n\nevent\ndata: c\n\n'),
    ).toEqual([{ event: 'ping', data: '{}' }, { data: 'a' }, { data: 'b' }, { data: 'c' }]);
  });

  it('event without data yields no event', async () => {
    expect(await messagesOf('event: error\n\ndata: a\n\n')).toEqual([{ data: 'a' }]);
  });

  it('event can follow the data and can be repeated', async () => {
    expect(await messagesOf('data: a\nevent: one\nevent: two\n\n')).toEqual([
      { event: 'two', data: 'a' },
    ]);
  });

  it('id and retry are ignored', async () => {
    const stream = 'id: 1\nid: a\0b\nid\nretry: 10\nretry: 1.5\nretry: -1\nretry\nretry: 1e99\n';
    expect(await messagesOf(stream, '\ndata: a\n\n')).toEqual([{ data: 'a' }]);
    expect(await messagesOf(`${stream}data: a\n\n`)).toEqual([{ data: 'a' }]);
  });
});

describe('an end marker', () => {
  it.each([
    ['data:[DONE]\n\n', '[DONE]'],
    ['data: [DONE]\n\n', '[DONE]'],
    ['data: [DONE] \n\n', '[DONE] '],
    ['data: "[DONE]"\n\n', '"[DONE]"'],
  ])('is returned unchanged: %j', async (stream, data) => {
    expect(await messagesOf(stream)).toEqual([{ data }]);
  });

  it('is in the list of its chunk, before the events that follow it', async () => {
    expect(await batchesOf(['data: a\n\ndata: [DONE]\n\ndata: b\n\n', 'data: [DONE]\n\n'])).toEqual(
      [[{ data: 'a' }, { data: '[DONE]' }, { data: 'b' }], [{ data: '[DONE]' }]],
    );
  });
});

describe('an event without a blank line at the end of the stream', () => {
  it.each(['data: [DONE]', 'data: [DONE]\n', 'data: [DONE]\r', 'data: [DONE]\r\n'])(
    'is returned as unterminated: %j',
    async (stream) => {
      const expected = [{ data: '[DONE]', unterminated: true }];
      expect(await messagesOf(stream)).toEqual(expected);
      expect(await messagesOf(...split(stream, 1))).toEqual(expected);
      expect(await messagesOf(`data: a\n\n${stream}`)).toEqual([{ data: 'a' }, ...expected]);
    },
  );

  it('keeps its name and has a replacement character for an incomplete character', async () => {
    const incomplete = bytesOf('event: x\ndata: a€').subarray(0, -1);
    expect(await messagesOf(incomplete)).toEqual([
      { event: 'x', data: 'a\uFFFD', unterminated: true },
    ]);
  });

  it.each(['', '\n', ': comment', 'event: x', 'id: 1', 'dat'])(
    'is not returned without data: %j',
    async (stream) => {
      expect(await messagesOf(stream)).toEqual([]);
      expect(await messagesOf('data: a\n\n', stream)).toEqual([{ data: 'a' }]);
    },
  );
});

describe('a large stream', { timeout: 30_000 }, () => {
  it('can be one event of 1 MiB in chunks of one byte', async () => {
    const data = 'x'.repeat(maxEventBytes);
    const messages = (await batchesOf(split(`data: ${data}\n\n`, 1))).flat();
    expect(messages.map((message) => message.data === data)).toEqual([true]);
  });

  it('with 100,000 events in one chunk yields one list', async () => {
    const stream = Array.from({ length: 100_000 }, (_, index) => `data: ${index}\n\n`).join('');
    const batches = await batchesOf([stream]);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toHaveLength(100_000);
    expect(batches[0]?.at(-1)).toEqual({ data: '99999' });
  });

  it('fails at an event of 20 MB, after the events before it', async () => {
    const event = `data: ${'x'.repeat(20_000_000)}\n\n`;
    const { body, read } = createBody(split(`data: a\n\ndata: b\n\n${event}data: c\n\n`, 65_536));
    const { messages, failure } = await readUntilFailure(body);
    expect(messages).toEqual([{ data: 'a' }, { data: 'b' }]);
    expect(failure).toMatchObject({
      ...tooLarge,
      message: 'expected events of at most 1 MiB (limits.maxEventBytes), received a larger one',
    });
    expect(read.bytes).toBeLessThan(maxEventBytes + 2 * 65_536);
    expect(read.stoppedEarly).toBe(true);
  });

  it('fails at an event of 20 MB in one chunk with other events', async () => {
    const stream = `data: a\n\ndata: ${'x'.repeat(20_000_000)}\n\ndata: b\n\n`;
    const { messages, failure } = await readUntilFailure(createBody([stream]).body);
    expect(messages).toEqual([{ data: 'a' }]);
    expect(failure).toMatchObject(tooLarge);
  });

  it.each(['data: ', 'event: ', 'id: '])('fails at an endless line of %j', async (field) => {
    function* endless(): Generator<string> {
      yield field;
      for (;;) yield 'x'.repeat(10_000);
    }
    const { body, read } = createBody(endless());
    const { failure } = await readUntilFailure(body);
    expect(failure).toMatchObject(tooLarge);
    expect(read.bytes).toBeLessThan(maxEventBytes + 20_000);
  });

  it('fails at an event with endless lines', async () => {
    function* endless(): Generator<string> {
      for (;;) yield `data: ${'x'.repeat(10_000)}\n`;
    }
    const { body, read } = createBody(endless());
    expect((await readUntilFailure(body)).failure).toMatchObject(tooLarge);
    expect(read.bytes).toBeLessThan(maxEventBytes + 20_000);
  });

  it.each([':', 'unknown: ', 'x'])('does not buffer an ignored long line of %j', async (start) => {
    const long = 'x'.repeat(2 * maxEventBytes);
    const stream = `${start}${long}\ndata: a\n\n`;
    expect(await messagesOf(...split(stream, 100_000))).toEqual([{ data: 'a' }]);
  });
});

describe('maxEventBytes', { timeout: 30_000 }, () => {
  const options = { maxEventBytes: 100 };
  const sizes = [1, 3, 7, 64, 1000];

  it.each(['data:', 'data: '])('does not depend on the chunks: %j', async (field) => {
    for (const size of sizes) {
      const fits = `event: name\n${field}${'x'.repeat(100)}\nid: 1\nretry: 1\n\n`;
      const { messages, failure } = await readUntilFailure(
        createBody(split(fits, size)).body,
        options,
      );
      expect([messages.length, failure]).toEqual([1, undefined]);
      const exceeds = `${field}${'x'.repeat(101)}\n\n`;
      const rejected = await readUntilFailure(createBody(split(exceeds, size)).body, options);
      expect(rejected).toMatchObject({ messages: [], failure: tooLarge });
    }
  });

  it('limits all lines of an event together', async () => {
    for (const size of sizes) {
      const line = `data: ${'x'.repeat(49)}\n`;
      const fits = await readUntilFailure(
        createBody(split(`${line}${line}\n`, size)).body,
        options,
      );
      expect([fits.messages.length, fits.failure]).toEqual([1, undefined]);
      const exceeds = `${line}${line}data\ndata\n\n`;
      const rejected = await readUntilFailure(createBody(split(exceeds, size)).body, options);
      expect(rejected).toMatchObject({ messages: [], failure: tooLarge });
    }
  });

  it('limits an unterminated event', async () => {
    const cut = Buffer.concat([Buffer.from(`data: ${'x'.repeat(100)}`), Uint8Array.of(0xe2)]);
    const { messages, failure } = await readUntilFailure(createBody([cut]).body, options);
    expect(messages).toEqual([]);
    expect(failure).toMatchObject(tooLarge);
  });

  it('can be 8 MiB', async () => {
    const event = `data: ${'x'.repeat(8 * maxEventBytes)}\n\n`;
    const wide = { maxEventBytes: 8 * maxEventBytes };
    const { messages, failure } = await readUntilFailure(
      createBody(split(event, 65_536)).body,
      wide,
    );
    expect(failure).toBeUndefined();
    expect(messages[0]?.data.length).toBe(8 * maxEventBytes);
    const more = `data: x${event.slice(6)}`;
    const rejected = await readUntilFailure(createBody(split(more, 65_536)).body, wide);
    expect(rejected).toMatchObject({ messages: [], failure: tooLarge });
  });
});

describe('the body', () => {
  it('is stopped when the reader stops', async () => {
    const { body, read } = createBody(['data: a\n\n', 'data: b\n\n', 'data: c\n\n']);
    for await (const batch of readSse(body, limits)) {
      expect(batch).toHaveLength(1);
      break;
    }
    expect(read).toEqual({ bytes: 9, stoppedEarly: true });
  });

  it('rejects with its own error, after the events before it', async () => {
    const broken = new Error('broken');
    async function* body(): AsyncGenerator<Uint8Array, void, undefined> {
      yield bytesOf('data: a\n\ndata: b');
      throw broken;
    }
    const { messages, failure } = await readUntilFailure(body());
    expect(messages).toEqual([{ data: 'a' }]);
    expect(failure).toBe(broken);
  });
});
