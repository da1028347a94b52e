import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it, onTestFinished } from 'vitest';

const index = new URL('../dist/index.js', import.meta.url).href;
const provider = new URL('../dist/provider.js', import.meta.url).href;

/**
 * A program that closes its runtime while a chat, a models() call and a creation are waiting, and then creates a
 * provider.
 */
const program = `
  import { setImmediate } from 'node:timers/promises';
  import { createUnderstudy } from ${JSON.stringify(index)};
  import { defineProvider } from ${JSON.stringify(provider)};
  const url = new URL(process.argv.at(-1));
  const define = (id, create) => defineProvider({
    id, label: id, interfaceVersion: 1, lifecycle: { state: 'active' }, credentialEnvVars: [],
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'model' }], create,
  });
  const waiting = Promise.withResolvers();
  let count = 0;
  const startWaiting = () => ++count === 3 && waiting.resolve();
  const ask = ({ http, signal }) => {
    const response = http.request({ method: 'POST', url, headers: {}, signal });
    startWaiting();
    return response;
  };
  const creation = Promise.withResolvers();
  const create = () => {
    startWaiting();
    return creation.promise;
  };
  const understudy = createUnderstudy({
    providers: [
      define('vendor', () => ({
        async *chat(_request, context) { yield* (await ask(context)).body; },
        models: async (context) => (await ask(context), []),
      })),
      define('slow', create),
    ],
  });
  const messages = [{ role: 'user', content: 'x' }];
  const calls = [
    understudy.chat({ model: 'vendor/model', messages }).text(),
    understudy.models('vendor'),
    understudy.chat({ model: 'slow/model', messages }).text(),
  ].map((call) => call.catch((error) => error.code));
  await waiting.promise;
  const closing = understudy.close();
  await setImmediate();
  creation.resolve({ close: async () => console.log('late provider closed') });
  await closing;
  console.log((await Promise.all(calls)).join(' '));
`;

const folder = fileURLToPath(new URL('..', import.meta.url));
const bin = join(folder, '../../node_modules/.bin');

/** The commands that run a program, by runtime. */
const runtimes = {
  'Node.js': [process.execPath, '--input-type=module', '--eval'],
  Bun: [join(bin, 'bun'), '--eval'],
  Deno: [join(bin, 'deno'), 'eval'],
} as const;

it.each(Object.entries(runtimes))('a process of %s exits after close()', async (_, command) => {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port');
  const [file, ...options] = command;
  const url = `http://127.0.0.1:${address.port}/`;
  const child = spawn(file, [...options, program, url], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Without close(), the timers of the attempts keep the process alive for minutes.
    timeout: 20_000,
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const [code] = await once(child, 'exit');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'late provider closed\nclosed closed closed\n',
  });
});
