import { readFileSync } from 'node:fs';

import type { Http } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { defineProvider, readSse } from '@understudy/core/provider';
import { ReplayHttp } from '@understudy/core/testing';
import { expect, it } from 'vitest';

/** The rooms that ARCHITECTURE.md says a request goes through, from the top down. */
function toldRooms(): readonly string[] {
  const page = readFileSync(new URL('../../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const down = /^### Down\n(.*?)^### Up$/ms.exec(page)?.[1] ?? '';
  return [...down.matchAll(/^\d+\. `([a-z-]+\/[a-z-]+\.ts)`/gm)].map(([, room = '']) => room);
}

/** The files of core in a stack, the outermost first. */
function visitedRooms(stack: string): readonly string[] {
  const rooms = [...stack.matchAll(/\/core\/src\/([a-z-]+\/[a-z-]+\.ts)/g)].map(
    ([, room = '']) => room,
  );
  return [...new Set(rooms.toReversed())];
}

it('a request goes down through the rooms that ARCHITECTURE.md tells, in that order', async () => {
  const replay = new ReplayHttp([{ body: 'data: Hi\n\n' }]);
  const stackTraceLimit = Error.stackTraceLimit;
  let stack = '';
  const http: Http = {
    request: (request) => {
      Error.stackTraceLimit = 100;
      stack = new Error('here').stack ?? '';
      Error.stackTraceLimit = stackTraceLimit;
      return replay.request(request);
    },
  };
  const definition = defineProvider({
    id: 'walked',
    label: 'Walked',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'model' }],
    credentialEnvVars: [],
    create: () => ({
      async *chat(_request, { http: own, signal }) {
        // An attempt pulls its first word by itself; what follows is pulled by the caller.
        yield { type: 'text-delta', text: 'Oh. ' };
        const url = new URL('http://upstream.invalid/');
        const response = await own.request({ method: 'GET', url, headers: {}, signal });
        for await (const batch of readSse(response.body)) {
          yield batch.map(({ data }) => ({ type: 'text-delta', text: data }) as const);
        }
        yield { type: 'finish', reason: 'stop' };
      },
    }),
  });
  await using understudy = createUnderstudy({ providers: [definition], ports: { http } });
  const messages = [{ role: 'user', content: 'x' }] as const;
  const chat = understudy.chat({ model: 'walked/model', messages });
  expect(await Array.fromAsync(chat.textStream)).toEqual(['Oh. ', 'Hi']);
  expect(visitedRooms(stack)).toEqual(toldRooms());
  expect(toldRooms()).not.toEqual([]);
});
