import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, it, onTestFinished } from 'vitest';

const index = new URL('../dist/index.js', import.meta.url).href;
const provider = new URL('../dist/provider.js', import.meta.url).href;

/** A program that closes its runtime while a chat, a models() call and a creation are waiting. */
const program = `
  import { createUnderstudy } from ${JSON.stringify(index)};
  import { defineProvider } from ${JSON.stringify(provider)};
  const url = new URL(process.argv.at(-1));
  const define = (id, create) => defineProvider({
    id, label: id, interfaceVersion: 1, lifecycle: { state: 'active' }, credentialEnvVars: [],
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'model' }], create,
  });
  const ask = ({ http, signal }) => http.request({ method: 'POST', url, headers: {}, signal });
  const understudy = createUnderstudy({
    providers: [
      define('vendor', () => ({
        async *chat(_request, context) { yield* (await ask(context)).body; },
        models: async (context) => (await ask(context), []),
      })),
      define('slow', () => new Promise((resolve) => setTimeout(resolve, 100, { close: async () => console.log('late provider closed') }))),
    ],
  });
  const messages = [{ role: 'user', content: 'x' }];
  const calls = [
    understudy.chat({ model: 'vendor/model', messages }).text(),
    understudy.models('vendor'),
    understudy.chat({ model: 'slow/model', messages }).text(),
  ].map((call) => call.catch((error) => error.code));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await understudy.close();
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
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  // Without close(), the timers of the attempts keep the process alive for minutes.
  const timer = setTimeout(() => child.kill(), 20_000);
  const [code] = await once(child, 'exit');
  clearTimeout(timer);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'late provider closed\nclosed closed closed\n',
  });
});
