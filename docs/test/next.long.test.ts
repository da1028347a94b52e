import { spawn } from 'node:child_process';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator } from '@understudy/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run } from './empty-folder.ts';

const example = resolve(import.meta.dirname, '../examples/web-servers');

const dependencies = { next: '16.4.6', react: '19.3.1', 'react-dom': '19.3.1' };
const devDependencies = {
  '@types/node': '24.10.0',
  '@types/react': '19.3.3',
  typescript: '7.0.2',
};
const compilerOptions = { allowImportingTsExtensions: true };
const layout = `import type { ReactNode } from 'react';

export default function Layout({ children }: { children: ReactNode }) {
  return <html><body>{children}</body></html>;
}
`;

let empty: EmptyFolder;
let app: string;
let emulator: OpenAiEmulator;

/** Creates an app of Next.js with the route handler of docs/web-servers.md. */
beforeAll(async () => {
  empty = await EmptyFolder.create();
  emulator = await startOpenAiEmulator({ rules: [{ when: 'When?', response: 'At nine.' }] });
  const names = ['core', 'provider-utils', 'openai-wire', 'provider-openai'];
  await empty.pack(names.map((name) => `packages/${name}`));
  app = join(empty.path, 'app');
  await cp(join(example, 'app'), join(app, 'app'), { recursive: true });
  for (const file of ['read-question.ts', 'understudy.ts']) {
    await cp(join(example, 'src', file), join(app, 'src', file));
  }
  await writeFile(join(app, 'app/layout.tsx'), layout);
  const manifest = { type: 'module', dependencies: { ...empty.tarballs, ...dependencies } };
  await writeFile(
    join(app, 'package.json'),
    JSON.stringify({ private: true, ...manifest, devDependencies }),
  );
  await writeFile(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  await run({ folder: app }, 'npm', 'install', '--no-audit', '--no-fund');
}, 300_000);

afterAll(async () => {
  await emulator.close();
  await empty[Symbol.asyncDispose]();
});

const next = 'node_modules/next/dist/bin/next';
const shared = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };

describe('an app of Next.js', () => {
  it('does not build without the key, and names the variable', async () => {
    const variables = { ...shared, OPENAI_API_KEY: '' };
    const build = run({ folder: app, variables }, process.execPath, next, 'build');
    await expect(build).rejects.toThrow('process.env.OPENAI_API_KEY');
    await rm(join(app, '.next'), { recursive: true });
  }, 120_000);

  it('streams a chat, and cancels it when the client disconnects', async () => {
    const variables = {
      ...shared,
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: emulator.baseUrl,
    };
    await run({ folder: app, variables }, process.execPath, next, 'build');
    await using server = await start(variables);
    const send = (signal: AbortSignal | null = null): Promise<Response> =>
      fetch(`${server.url}/api/chat`, {
        method: 'POST',
        body: JSON.stringify({ question: 'When?' }),
        signal,
      });

    expect(await (await send()).text()).toBe('At nine.');

    emulator.setFaults(['stall-after-text', 'stall-before-headers']);
    const within = new AbortController();
    await (await send(within.signal)).body?.getReader().read();
    const first = await emulator.nextRequest(({ fault }) => fault === 'stall-after-text');
    within.abort();
    expect((await first.waitForEnd()).ending).toBe('client-aborted');

    const before = new AbortController();
    const response = send(before.signal);
    const second = await emulator.nextRequest(({ fault }) => fault === 'stall-before-headers');
    before.abort();
    await expect(response).rejects.toThrow('aborted');
    expect((await second.waitForEnd()).ending).toBe('client-aborted');

    // Next.js reports no error of a client that has disconnected.
    expect(server.errors()).toBe('');
    emulator.setFaults([{ kind: 'invalid-key', times: 'always' }]);
    const failed = await send();
    expect([failed.status, await failed.json()]).toEqual([502, { error: 'authentication-failed' }]);
  }, 120_000);
});

/** Starts the built app on a free port. */
async function start(
  variables: Readonly<Record<string, string>>,
): Promise<AsyncDisposable & { readonly url: string; errors(): string }> {
  const child = spawn(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
    cwd: app,
    env: { ...process.env, ...variables, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (bytes: Buffer) => (errors += bytes.toString()));
  const { promise: exited, resolve: onExit } = Promise.withResolvers<void>();
  child.on('exit', () => onExit());
  let url: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    url = /http:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) break;
  }
  child.stdout.resume();
  if (url === undefined) throw new Error('next start exited without an address');
  return {
    url,
    errors: () => errors,
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
