import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { publishedPackages } from '../../tools/release/published-packages.ts';
import { EmptyFolder, run } from './empty-folder.ts';

const packages = publishedPackages();
const doors = packages.flatMap((published) => published.doors.map(({ name }) => name));
let empty: EmptyFolder;
let app: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  for (const { folder } of packages) await empty.pack(folder);
  empty.link('typescript');
  empty.link('@types/node');
  app = join(empty.path, 'app');
  await mkdir(app);
  const names = [...packages.map(({ name }) => name), 'typescript', '@types/node'];
  const dependencies = Object.fromEntries(names.map((name) => [name, '*']));
  await write('package.json', JSON.stringify({ type: 'module', dependencies }));
  await empty.install(app);
}, 60_000);

afterAll(() => empty[Symbol.asyncDispose]());

async function write(file: string, text: string): Promise<void> {
  await writeFile(join(app, file), text);
}

it('every entry point is found by Node, all packages beside each other', async () => {
  await write('all.js', doors.map((door) => `await import('${door}');\n`).join(''));
  expect(await run({ folder: app }, process.execPath, 'all.js')).toBe('');
});

it('every entry point has types that hold in a strict project, with no library passed over', async () => {
  const imports = doors.map((door, index) => `export * as door${index} from '${door}';\n`);
  await write('all.ts', imports.join(''));
  const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024'];
  const lib = ['--lib', 'es2024,esnext.disposable', '--types', 'node'];
  expect(await run({ folder: app }, 'pnpm', 'exec', 'tsc', ...flags, ...lib, 'all.ts')).toBe('');
});
