import { expect, it } from 'vitest';

import type { HttpRequest, HttpResponse } from '../ports/http.ts';
import { ReplayHttp } from './replay-http.ts';

async function textOf({ body }: HttpResponse): Promise<string> {
  return Buffer.concat(await Array.fromAsync(body)).toString();
}

function createRequest(fields: Partial<HttpRequest> = {}): HttpRequest {
  const { signal } = new AbortController();
  return {
    method: 'POST',
    url: new URL('http://vendor.example/a'),
    headers: {},
    signal,
    ...fields,
  };
}

it('returns replies in order and records the requests', async () => {
  const http = new ReplayHttp([
    { body: 'one' },
    { status: 429, headers: { 'Retry-After': '5', 'set-cookie': ['a=1', 'b=2'] } },
  ]);
  const requests = [createRequest(), createRequest({ method: 'GET' })];
  const [first, second] = [
    await http.request(createRequest()),
    await http.request(createRequest({ method: 'GET' })),
  ];
  expect(first.status).toBe(200);
  expect(await textOf(first)).toBe('one');
  expect(second.status).toBe(429);
  expect(second.headers.get('retry-after')).toBe('5');
  expect(second.headers.getAll('set-cookie')).toEqual(['a=1', 'b=2']);
  expect(await textOf(second)).toBe('');
  expect(http.requests.map(({ method }) => method)).toEqual(requests.map(({ method }) => method));
});

it('calls a function with the request and its index', async () => {
  const http = new ReplayHttp(({ method }, index) => ({ body: `${method} ${index}` }));
  await http.request(createRequest());
  expect(await textOf(await http.request(createRequest({ method: 'GET' })))).toBe('GET 1');
});

it('reports a request without a reply, without its query', async () => {
  const http = new ReplayHttp([]);
  const url = new URL('http://vendor.example/a?key=canary');
  await expect(http.request(createRequest({ url }))).rejects.toThrow(
    /^no reply is recorded for request 1: POST \/a$/,
  );
});

it('yields each part of a body as one chunk and calls onBytes', async () => {
  const http = new ReplayHttp([{ body: ['äb', Uint8Array.of(1, 2), ''] }]);
  let chunks = 0;
  const { body } = await http.request(createRequest({ onBytes: () => void (chunks += 1) }));
  const reads: number[][] = [];
  for await (const bytes of body) reads.push([...bytes]);
  expect(reads).toEqual([[0xc3, 0xa4, 0x62], [1, 2], []]);
  expect(chunks).toBe(3);
});

it('rejects with the reason of the signal, before and in a body', async () => {
  const http = new ReplayHttp([{ body: ['one', 'two'] }]);
  const reason = new Error('enough');
  const aborted = AbortSignal.abort(reason);
  await expect(http.request(createRequest({ signal: aborted }))).rejects.toBe(reason);
  expect(http.requests).toHaveLength(0);
  const controller = new AbortController();
  const { body } = await http.request(createRequest({ signal: controller.signal }));
  const reader = body[Symbol.asyncIterator]();
  await reader.next();
  controller.abort(reason);
  await expect(reader.next()).rejects.toBe(reason);
});
