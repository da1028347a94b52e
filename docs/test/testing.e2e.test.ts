import { resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run } from './empty-folder.ts';

let empty: EmptyFolder;
let app: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  for (const name of ['core', 'openai-wire', 'provider-openai', 'emulator']) {
    await empty.pack(`packages/${name}`);
  }
  for (const name of ['typescript', '@types/node', 'vitest']) empty.link(name);
  empty.link('openai', resolve(import.meta.dirname, '..'));
  app = await empty.copy('tested-app');
  await empty.install(app);
}, 60_000);

afterAll(() => empty[Symbol.asyncDispose]());

describe('the example of an app with tests, in an empty folder', () => {
  it('agrees with the types that are published', async () => {
    expect(await run({ folder: app }, 'pnpm', 'exec', 'tsc')).toBe('');
  });

  it('passes its tests with node --test', async () => {
    const printed = await run({ folder: app }, 'pnpm', 'test');
    expect(printed).toContain('pass 4\n');
    expect(printed).toContain('fail 0\n');
  });

  it('passes its tests with vitest', async () => {
    const printed = await run({ folder: app }, 'pnpm', 'test:vitest');
    expect(printed).toMatch(/Tests +3 passed \(3\)/u);
  });
});
