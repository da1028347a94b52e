import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createUnderstudy } from '@understudy/core';
import { expect, it } from 'vitest';

import { anthropicProtocol } from './bad-input/anthropic.ts';
import { googleProtocol } from './bad-input/google.ts';

const pages = [
  [anthropicProtocol, { data: [{ id: 'x-1' }], has_more: true, last_id: 'x-1' }],
  [googleProtocol, { models: [{ name: 'models/x-1' }], nextPageToken: 't' }],
] as const;

it.each(pages)(
  'a server of $label that repeats the first page of the model list is asked twice',
  async ({ define }, page) => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(page));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port }: Partial<AddressInfo> = Object(server.address());
    const provider = define(`http://127.0.0.1:${port}`);
    await using understudy = createUnderstudy({ providers: [provider] });
    const { models } = await understudy.models('vendor');
    expect([models.map(({ id }) => id), requests]).toEqual([['x-1'], 2]);
    server.close();
  },
);
