import { once } from 'node:events';
import { createServer } from 'node:http';

import { createUnderstudy } from '@understudy/core';
import { expect, it } from 'vitest';

import { anthropic } from '../src/index.ts';

const page = { data: [{ id: 'claude-x' }], has_more: true, last_id: 'claude-x' };

it('a server that repeats the first page of the model list is asked twice', async () => {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(page));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const provider = anthropic({ apiKey: 'test', baseUrl: `http://127.0.0.1:${port}` });
  await using understudy = createUnderstudy({ providers: [provider] });
  const { models } = await understudy.models('anthropic');
  expect([models.map(({ id }) => id), requests]).toEqual([['claude-x'], 2]);
  server.close();
});
