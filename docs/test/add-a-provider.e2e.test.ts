import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { clauses } from '@understudy/conformance';
import { parseJson, readObject } from '@understudy/core/provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run, serve } from './empty-folder.ts';

let empty: EmptyFolder;
let provider: string;
let app: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  for (const name of ['core', 'conformance', 'emulator', 'provider-fakegpt']) {
    await empty.pack(`packages/${name}`);
  }
  empty.link('typescript');
  empty.link('@types/node');
  provider = await empty.copy('acme-provider');
  app = await empty.copy('acme-app');
}, 60_000);

afterAll(() => empty[Symbol.asyncDispose]());

describe('the example of a provider, in an empty folder', () => {
  it('agrees with the types that are published', async () => {
    await empty.install(provider);
    expect(await run({ folder: provider }, 'pnpm', 'exec', 'tsc')).toBe('');
  });

  it('passes the conformance suite', async () => {
    const printed = await run({ folder: provider }, 'pnpm', 'test');
    expect(printed).toContain(`pass ${clauses.length}\n`);
    expect(printed).toContain('fail 0\n');
  });

  it('is built and packed, and an app installs it', async () => {
    await empty.pack(provider);
    await empty.install(app);
    expect(await run({ folder: app }, 'pnpm', 'exec', 'tsc')).toBe('');
  });

  it.each(['by-name.ts', 'in-a-chain.ts', 'registered.ts', 'discovered.ts'])(
    'answers %s',
    async (file) => {
      await using acme = await serve(provider, 'test/acme-server.ts');
      const printed = await ask(file, acme.line.replace('Acme is at ', ''));
      expect(printed).toContain('The curtain rises.');
    },
  );

  it('has its understudy in the chain', async () => {
    const printed = await ask('in-a-chain.ts', 'http://127.0.0.1:9/v1');
    expect(printed).toContain('You said: "What happens at eight?"');
  });
});

it('the provider as the app has it has all that it exports, and no tests', async () => {
  const folder = join(app, 'node_modules/understudy-provider-acme');
  const manifest = parseJson(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = filesOf(readObject(manifest, 'exports'));
  expect(files).toContain('./dist/index.d.ts');
  expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  expect(globSync('{dist,src,test}/**/*.test*', { cwd: folder })).toEqual([]);
});

/** What a file of the app prints, with Acme where it is told to be. */
function ask(file: string, url: string): Promise<string> {
  const variables = { ACME_URL: url, ACME_API_KEY: 'key-17' };
  return run({ folder: app, variables }, process.execPath, file);
}

/** The files that a field of exports leads to, under every condition. */
function filesOf(exported: unknown): readonly string[] {
  if (typeof exported === 'string') return [exported];
  return Object.values(Object(exported)).flatMap(filesOf);
}
