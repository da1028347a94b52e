import { readFileSync } from 'node:fs';

import type { Http } from '@understudy/core';
import { createUnderstudy } from '@understudy/core';
import { ReplayHttp } from '@understudy/core/testing';
import { expect, it } from 'vitest';

import { readSse } from '../../provider-utils/src/index.ts';
import { defineTestProvider } from './define-test-provider.ts';

/** The files of core that ARCHITECTURE.md lists for a request, the outermost first. */
function documentedFiles(): readonly string[] {
  const page = readFileSync(new URL('../../../ARCHITECTURE.md', import.meta.url), 'utf8');
  const section = /^### From `chat\(\)` to the socket\n(.*?)^### /ms.exec(page)?.[1] ?? '';
  return [...section.matchAll(/^\d+\. `([a-z-]+\/[a-z-]+\.ts)`/gm)].map(([, file = '']) => file);
}

/** The files of core in a stack, the outermost first. */
function filesIn(stack: string): readonly string[] {
  const files = [...stack.matchAll(/\/core\/src\/([a-z-]+\/[a-z-]+\.ts)/g)].map(
    ([, file = '']) => file,
  );
  return [...new Set(files.toReversed())];
}

it('a request passes through the files that ARCHITECTURE.md lists, in that order', async () => {
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
  const definition = defineTestProvider('traced', () => ({
    async *chat(_request, { http: own, signal, limits }) {
      // The attempt reads the first content by itself. The caller pulls what follows.
      yield { type: 'text-delta', text: 'First. ' };
      const url = new URL('http://upstream.invalid/');
      const response = await own.request({ method: 'GET', url, headers: {}, signal });
      for await (const batch of readSse(response.body, limits)) {
        yield batch.map(({ data }) => ({ type: 'text-delta', text: data }) as const);
      }
      yield { type: 'finish', reason: 'stop' };
    },
  }));
  await using understudy = createUnderstudy({ providers: [definition], ports: { http } });
  const messages = [{ role: 'user', content: 'x' }] as const;
  const chat = understudy.chat({ model: 'traced/model', messages });
  expect(await Array.fromAsync(chat.textStream)).toEqual(['First. ', 'Hi']);
  // Only the port of an app is guarded.
  const files = filesIn(stack).filter((file) => file !== 'runtime/guarded-ports.ts');
  expect(files).toEqual(documentedFiles());
  expect(documentedFiles()).not.toEqual([]);
});
