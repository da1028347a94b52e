import { once } from 'node:events';
import { createServer } from 'node:net';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { createUnderstudy } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';
import { expect, it, onTestFinished } from 'vitest';

const atOnce = 16;
const chatsAPlay = 6000;
const plays = 4;

setFlagsFromString('--expose-gc');
const collectYoung: unknown = runInNewContext('() => gc({ type: "minor" })');
if (typeof collectYoung !== 'function') throw new Error('expected to be able to collect');

/** A site that says two letters to whoever asks. */
async function startSite(): Promise<URL> {
  const server = createServer((socket) => {
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the site has no port');
  return new URL(`http://127.0.0.1:${address.port}/`);
}

/** A provider that answers with the text of a page. */
function pageProvider(url: URL) {
  return defineProvider({
    id: 'page',
    label: 'A page',
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'text' }],
    credentialEnvVars: [],
    create: () => ({
      async *chat(_request, { http, signal }) {
        const { body } = await http.request({ method: 'POST', url, headers: {}, signal });
        for await (const bytes of body) {
          yield { type: 'text-delta', text: Buffer.from(bytes).toString('latin1') };
        }
        yield { type: 'finish', reason: 'stop' };
      },
    }),
  });
}

function oldBytes(): number {
  const old = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space');
  return old?.space_used_size ?? Number.NaN;
}

it('what served a chat goes with it, and is not kept by what serves the next', async () => {
  await using understudy = createUnderstudy({ providers: [pageProvider(await startSite())] });
  let asked = 0;
  const askOn = async (until: number): Promise<void> => {
    while (asked < until) {
      asked += 1;
      const messages = [{ role: 'user', content: 'Hi' }] as const;
      await understudy.chat({ model: 'page/text', messages }).text();
      if (asked % 100 === 0) collectYoung();
    }
  };
  const grown: number[] = [];
  for (let play = 0; play <= plays; play += 1) {
    const before = oldBytes();
    const until = asked + chatsAPlay;
    await Promise.all(Array.from({ length: atOnce }, () => askOn(until)));
    if (play > 0) grown.push(Math.round((oldBytes() - before) / chatsAPlay));
  }
  // Old objects are collected seldom, so at least one play shows what a chat leaves behind: kilobytes, if anything.
  expect(Math.max(...grown), `bytes a chat: ${grown.join(', ')}`).toBeLessThan(1000);
});
