import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { publishedPackages } from '../../tools/release/published-packages.ts';
import { EmptyFolder, run } from './empty-folder.ts';

const packages = publishedPackages();
const entryPoints = packages.flatMap((published) => published.entryPoints.map(({ name }) => name));
let empty: EmptyFolder;
let app: string;

beforeAll(async () => {
  empty = await EmptyFolder.create();
  await empty.pack(packages.map(({ folder }) => folder));
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

it('every entry point can be imported by Node.js if all packages are installed', async () => {
  await write('all.js', entryPoints.map((name) => `await import('${name}');\n`).join(''));
  expect(await run({ folder: app }, process.execPath, 'all.js')).toBe('');
});

it('every entry point has valid types in a strict project without skipLibCheck', async () => {
  const imports = entryPoints.map(
    (name, index) => `export * as entryPoint${index} from '${name}';\n`,
  );
  await write('all.ts', imports.join(''));
  const flags = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024'];
  const lib = ['--lib', 'es2024,esnext.disposable', '--types', 'node'];
  expect(await run({ folder: app }, 'pnpm', 'exec', 'tsc', ...flags, ...lib, 'all.ts')).toBe('');
});
