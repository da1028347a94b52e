import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { run } from './empty-folder.ts';

const folder = resolve(import.meta.dirname, '..');
const bin = resolve(folder, '../node_modules/.bin');

/** Runs a program with the built packages. Returns its output without differences between consoles. */
async function outputOf(command: readonly [string, ...string[]], file: string): Promise<string> {
  const output = await run({ folder }, ...command, file);
  return output.replaceAll(/[\s,]+/g, ' ').replaceAll('"', "'");
}

const node = [process.execPath] as const;
const bun = [join(bin, 'bun')] as const;
const deno = [join(bin, 'deno'), 'run', '--allow-net', '--allow-env'] as const;

// Written by tools/extract-examples.ts.
const quickStart = globSync('code-blocks/docs-quick-start-line-*.ts', { cwd: folder });

describe('on Bun', () => {
  it('finds the examples of the quick start', () => {
    expect(quickStart.length).toBeGreaterThan(4);
  });

  it.each(quickStart)('%s prints what it prints on Node.js', async (file) => {
    expect(await outputOf(bun, file)).toBe(await outputOf(node, file));
  });

  it('fetchHttp() is the default', async () => {
    expect(await outputOf(bun, 'test/runtime-program.ts')).toBe(
      'default: 2+2*3 = 8 fetch calls: 1 fetchHttp: 2+2*3 = 8 fetch calls: 2 ',
    );
  });
});

describe('on Deno', () => {
  it('the default Http and fetchHttp() send chats', async () => {
    expect(await outputOf(deno, 'test/runtime-program.ts')).toBe(
      'default: 2+2*3 = 8 fetch calls: 0 fetchHttp: 2+2*3 = 8 fetch calls: 1 ',
    );
  });

  it('the examples of the quick start run', async () => {
    const [first = ''] = quickStart;
    expect(await outputOf(deno, first)).toBe(await outputOf(node, first));
  });
});
