import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { publishedPackages } from '../../tools/release/published-packages.ts';
import { EmptyFolder, run } from './empty-folder.ts';

/** The pages whose first example runs from their own install line. FakeGpt is deprecated, and says so. */
const pages = [
  ['README.md', ''],
  ['docs/quick-start.md', ''],
  ['packages/core/README.md', ''],
  ['packages/provider-openai/README.md', ''],
  ['packages/provider-anthropic/README.md', ''],
  ['packages/provider-google/README.md', ''],
  ['packages/provider-ollama/README.md', ''],
  ['packages/provider-utils/README.md', ''],
  ['packages/provider-fakegpt/README.md', 'UNDERSTUDY_FAKEGPT'],
  ['packages/openai-wire/README.md', ''],
  ['packages/anthropic-wire/README.md', ''],
  ['packages/emulator/README.md', ''],
  ['packages/langchain/README.md', ''],
  ['packages/ai-sdk/README.md', ''],
  ['packages/otel/README.md', ''],
  ['packages/gateway/README.md', ''],
  ['packages/conformance/README.md', ''],
] as const;

let empty: EmptyFolder;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  await empty.pack(publishedPackages().map(({ folder }) => folder));
}, 120_000);

afterAll(() => empty[Symbol.asyncDispose]());

describe('the first example', () => {
  it.each(pages)(
    'of %s runs after its install line and prints a text',
    async (page, warning) => {
      const text = await readFile(page, 'utf8');
      const [code = ''] = /(?<=^```ts(?: no-run)?\n)[^]*?(?=^```$)/m.exec(text) ?? [];
      const installed = [...text.matchAll(/^npm install (?:--save-dev )?([^#\n]*)/gm)].flatMap(
        ([, names = '']) => names.trim().split(' '),
      );
      const others = installed.filter((name) => !name.startsWith('@understudy/'));
      for (const name of others) empty.link(name, dirname(page));
      const folder = join(empty.path, page.replaceAll(/\W/g, '-'));
      await mkdir(folder);
      const dependencies = Object.fromEntries(installed.map((name) => [name, '*']));
      const manifest = JSON.stringify({ type: 'module', dependencies });
      await writeFile(join(folder, 'package.json'), manifest);
      await writeFile(join(folder, 'chat.ts'), code);
      await empty.install(folder);
      const options = { cwd: folder, encoding: 'utf8' } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, ['chat.ts'], options);
      expect({ status, stderr: warning === '' ? stderr : '' }).toEqual({ status: 0, stderr: '' });
      expect(stdout.trim()).not.toBe('');
      // The table is not glued to the text.
      expect(stdout).not.toMatch(/[^\n]┌/);
    },
    60_000,
  );
});

it('the command of the README of the CLI runs after its installation', async () => {
  const text = await readFile('packages/cli/README.md', 'utf8');
  const [, command = ''] = /^npx @understudy\/cli (.*)$/m.exec(text) ?? [];
  const folder = join(empty.path, 'cli');
  await mkdir(folder);
  const manifest = { private: true, dependencies: { '@understudy/cli': '*' } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await empty.install(folder);
  const output = await run({ folder }, 'node_modules/.bin/understudy', ...command.split(' '));
  expect(output).toContain('I am an emulated chat model.');
}, 60_000);
