import { expect, it } from 'vitest';

import { readText } from '../http/read-body.ts';
import type { HttpRequest } from '../ports/http.ts';
import { ReplayHttp } from './replay-http.ts';

function ask(more: Partial<HttpRequest> = {}): HttpRequest {
  const { signal } = new AbortController();
  return { method: 'POST', url: new URL('http://vendor.example/a'), headers: {}, signal, ...more };
}

it('answers in order, and keeps what was asked', async () => {
  const http = new ReplayHttp([
    { body: 'one' },
    { status: 429, headers: { 'Retry-After': '5', 'set-cookie': ['a=1', 'b=2'] } },
  ]);
  const requests = [ask(), ask({ method: 'GET' })];
  const [first, second] = [await http.request(ask()), await http.request(ask({ method: 'GET' }))];
  expect(first.status).toBe(200);
  expect(await readText(first, 100)).toBe('one');
  expect(second.status).toBe(429);
  expect(second.headers.get('retry-after')).toBe('5');
  expect(second.headers.getAll('set-cookie')).toEqual(['a=1', 'b=2']);
  expect(await readText(second, 100)).toBe('');
  expect(http.requests.map(({ method }) => method)).toEqual(requests.map(({ method }) => method));
});

it('answers by a function of the request and its number', async () => {
  const http = new ReplayHttp(({ method }, index) => ({ body: `${method} ${index}` }));
  await http.request(ask());
  expect(await readText(await http.request(ask({ method: 'GET' })), 100)).toBe('GET 1');
});

it('says what it has no answer for, without the query', async () => {
  const http = new ReplayHttp([]);
  const url = new URL('http://vendor.example/a?key=canary');
  await expect(http.request(ask({ url }))).rejects.toThrow(
    /^no answer is recorded for request 1: POST \/a$/,
  );
});

it('hands out each piece of a body as one read, and tells of it', async () => {
  const http = new ReplayHttp([{ body: ['äb', Uint8Array.of(1, 2), ''] }]);
  let pieces = 0;
  const { body } = await http.request(ask({ onBytes: () => void (pieces += 1) }));
  const reads: number[][] = [];
  for await (const bytes of body) reads.push([...bytes]);
  expect(reads).toEqual([[0xc3, 0xa4, 0x62], [1, 2], []]);
  expect(pieces).toBe(3);
});

it('ends with the reason of the signal, before and within an answer', async () => {
  const http = new ReplayHttp([{ body: ['one', 'two'] }]);
  const reason = new Error('enough');
  const gone = AbortSignal.abort(reason);
  await expect(http.request(ask({ signal: gone }))).rejects.toBe(reason);
  expect(http.requests).toHaveLength(0);
  const controller = new AbortController();
  const { body } = await http.request(ask({ signal: controller.signal }));
  const reader = body[Symbol.asyncIterator]();
  await reader.next();
  controller.abort(reason);
  await expect(reader.next()).rejects.toBe(reason);
});
