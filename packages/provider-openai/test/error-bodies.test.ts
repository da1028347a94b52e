import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import type { ErrorCode } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { TestServer } from './test-server.ts';
import type { ChatResult } from './test-server.ts';

const statuses: readonly (readonly [number, ErrorCode])[] = [
  [400, 'request-rejected'],
  [401, 'authentication-failed'],
  [402, 'quota-exhausted'],
  [403, 'permission-denied'],
  [404, 'model-not-found'],
  [409, 'request-rejected'],
  [429, 'rate-limited'],
  [500, 'server-error'],
  [503, 'server-error'],
  [529, 'overloaded'],
];

const text = '{"error":{"message":"no"}}';
const encodings = {
  gzip: gzipSync,
  br: brotliCompressSync,
  deflate: deflateSync,
  zstd: zstdCompressSync,
} as const;

type Send = (response: ServerResponse) => void;

const encoded = (encoding: string, body: Uint8Array | string): Send => {
  return (response) => {
    response.setHeader('content-encoding', encoding);
    response.end(body);
  };
};

const labeled = (type: string, body: string): Send => {
  return (response) => {
    response.setHeader('content-type', type);
    response.end(body);
  };
};

const bodies: Readonly<Record<string, Send>> = {
  'compressed with gzip': encoded('gzip', gzipSync(text)),
  'compressed with br': encoded('br', brotliCompressSync(text)),
  'compressed with deflate': encoded('deflate', deflateSync(text)),
  'compressed with zstd': encoded('zstd', zstdCompressSync(text)),
  'compressed and cut off': encoded('gzip', gzipSync(text).subarray(0, 20)),
  'damaged (gzip)': encoded('gzip', text),
  'damaged (zstd)': encoded('zstd', text),
  'in an unknown encoding': encoded('exi', text),
  'cut off': (response) => void response.write('{"error":{"mess', () => response.destroy()),
  'shorter than its length': (response) => {
    response.setHeader('content-length', '1000');
    response.write(text, () => response.destroy());
  },
  'larger than 64 KiB': (response) => void response.end(`{"x":"${'x'.repeat(200_000)}"}`),
  empty: (response) => void response.end(),
  'labeled as an event stream': labeled('text/event-stream', text),
  'sent as an event': labeled('text/event-stream', `event: error\ndata: ${text}\n\n`),
  'labeled as an image': labeled('image/png', text),
  'a list': labeled('application/json', '[1, null]'),
};

/** These do not end. They are sent at the same time, because each takes a second. */
const endless: Readonly<Record<string, Send>> = {
  'without end': (response) => {
    const timer = setInterval(() => void response.write(' '.repeat(1000)), 20);
    response.on('close', () => clearInterval(timer));
  },
  'stalled in the body': (response) => void response.write('{"error":{"mess'),
  'stalled before the body': (response) => response.flushHeaders(),
};

async function chatWith(status: number, send: Send): Promise<ChatResult> {
  await using server = await TestServer.start(
    (_received, response) => {
      response.statusCode = status;
      response.setHeader('content-type', 'application/json');
      response.setHeader('retry-after', '9');
      send(response);
    },
    { apiKey: 'test' },
  );
  return await server.chat();
}

describe('an error response over a socket', () => {
  it.each(Object.entries(bodies))(
    'has the code, status and delay of its headers if its body is %s',
    async (_, send) => {
      const results = await Promise.all(statuses.map(([status]) => chatWith(status, send)));
      expect(results.map(({ error }) => error)).toMatchObject(
        statuses.map(([status, code]) => ({ code, status, retryAfterMs: 9000 })),
      );
    },
  );

  it.each(Object.entries(endless))(
    'has the code, status and delay of its headers after a second if its body is %s',
    async (_, send) => {
      const results = await Promise.all(statuses.map(([status]) => chatWith(status, send)));
      expect(results.map(({ error }) => error)).toMatchObject(
        statuses.map(([status, code]) => ({ code, status, retryAfterMs: 9000 })),
      );
    },
  );

  const spent = '{"error":{"code":"insufficient_quota","message":"You spent it';

  it.each(Object.entries(encodings))('has the code of a body with %s', async (encoding, encode) => {
    const { error } = await chatWith(429, encoded(encoding, encode(`${spent}"}}`)));
    expect(error?.code).toBe('quota-exhausted');
  });

  it.each<[string, Send]>([
    ['cut off', (response) => void response.write(spent, () => response.destroy())],
    ['too large', (response) => void response.end(`${spent}${'x'.repeat(100_000)}"}}`)],
    ['stalled', (response) => void response.write(spent)],
    ['an event', (response) => void response.end(`data: ${spent}"}}\n\n`)],
    ['an event that is cut off', (response) => void response.end(`data: ${spent}`)],
  ])('has the code of the beginning of a body that is %s', async (_, send) => {
    expect((await chatWith(429, send)).error?.code).toBe('quota-exhausted');
  });

  it('is not decoded from the beginning of a successful body', async () => {
    const { error } = await chatWith(200, (response) => void response.end(spent));
    expect(error?.code).toBe('malformed-response');
  });
});

describe('a delay in the headers', () => {
  const waits = (headers: Readonly<Record<string, string | readonly string[]>>): Send => {
    return (response) => {
      for (const [name, value] of Object.entries(headers)) {
        response.setHeader(name, typeof value === 'string' ? value : [...value]);
      }
      response.end(text);
    };
  };

  it.each<[number, Readonly<Record<string, string | readonly string[]>>, number | undefined]>([
    [429, { 'retry-after': ['5', '20'] }, 20_000],
    [503, { 'retry-after': '60' }, 60_000],
    [500, { 'retry-after-ms': '250' }, 250],
    [429, { 'x-ratelimit-reset-requests': '20s' }, 20_000],
    [429, { 'x-ratelimit-reset-requests': '1m3s', 'retry-after': '2' }, 2000],
    [429, { ratelimit: '"default";r=0;t=30' }, 30_000],
    [429, { 'retry-after': '99999999999999' }, undefined],
    [429, { 'retry-after': '-1' }, undefined],
    [400, { 'x-ratelimit-reset-requests': '20s' }, undefined],
    [503, { 'x-ratelimit-reset-requests': '20s' }, undefined],
    [401, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '20' }, undefined],
  ])('of status %i with %j is %s', async (status, headers, expected) => {
    const { error } = await chatWith(status, (response) => {
      response.removeHeader('retry-after');
      waits(headers)(response);
    });
    expect(error).toHaveProperty('retryAfterMs', expected);
  });
});
