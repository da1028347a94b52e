import { resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EmptyFolder, run } from './empty-folder.ts';

let empty: EmptyFolder;
let app: string;
let fakeTimers: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  await empty.pack([
    'packages/core',
    'packages/openai-wire',
    'packages/provider-openai',
    'packages/emulator',
  ]);
  for (const name of ['typescript', '@types/node', 'vitest']) empty.link(name);
  empty.link('openai', resolve(import.meta.dirname, '..'));
  empty.link('jest', resolve(import.meta.dirname, '..'));
  app = await empty.copy('tested-app');
  await empty.install(app);
  fakeTimers = await empty.copy('fake-timers');
  await empty.install(fakeTimers);
}, 60_000);

afterAll(() => empty[Symbol.asyncDispose]());

describe('docs/examples/tested-app, with the packed packages', () => {
  it('compiles with the published types', async () => {
    expect(await run({ folder: app }, 'pnpm', 'exec', 'tsc')).toBe('');
  });

  it('passes with node --test', async () => {
    const output = await run({ folder: app }, 'pnpm', 'test');
    expect(output).toContain('pass 4\n');
    expect(output).toContain('fail 0\n');
  });

  it('passes with vitest', async () => {
    const output = await run({ folder: app }, 'pnpm', 'test:vitest');
    expect(output).toMatch(/Tests +3 passed \(3\)/u);
  });
});

describe('docs/examples/fake-timers, with the packed packages', () => {
  it('compiles with the published types', async () => {
    expect(await run({ folder: fakeTimers }, 'pnpm', 'exec', 'tsc')).toBe('');
  });

  it.each([
    ['test:vitest', /Tests +1 passed/u],
    ['test:node', /pass 1\n/u],
    ['test:jest', /^$/u], // jest prints its result to the standard error output
  ])('passes with %s', async (script, output) => {
    expect(await run({ folder: fakeTimers }, 'pnpm', 'run', script)).toMatch(output);
  });
});
