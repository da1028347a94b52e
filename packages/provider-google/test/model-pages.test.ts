import { once } from 'node:events';
import { createServer } from 'node:http';

import { createUnderstudy } from '@understudy/core';
import { expect, it } from 'vitest';

import { google } from '../src/index.ts';

const page = { models: [{ name: 'models/gemini-x' }], nextPageToken: 't' };

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
  const provider = google({ apiKey: 'test', baseUrl: `http://127.0.0.1:${port}` });
  await using understudy = createUnderstudy({ providers: [provider] });
  const { models } = await understudy.models('google');
  expect([models.map(({ id }) => id), requests]).toEqual([['gemini-x'], 2]);
  server.close();
});
