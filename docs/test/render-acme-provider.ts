import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readKind } from '../../packages/create-understudy-provider/src/input/kind.ts';
import { deriveNames } from '../../packages/create-understudy-provider/src/input/names.ts';
import { planPackage } from '../../packages/create-understudy-provider/src/package/plan-package.ts';
import { writePackage } from '../../packages/create-understudy-provider/src/package/write-package.ts';

/**
 * Returns the files of `docs/examples/acme-provider` by path.
 *
 * They are the output of `npm create understudy-provider acme -- --kind sse`, formatted as this repository.
 */
export async function renderAcmeProvider(): Promise<ReadonlyMap<string, string>> {
  const cwd = await mkdtemp(join(tmpdir(), 'understudy-acme-'));
  try {
    const names = deriveNames({ name: 'acme' });
    const plan = await planPackage({ names, kind: readKind('sse'), cwd, version: '0.1.0' });
    await writePackage(plan, new AbortController().signal);
    // oxfmt formats a package.json in another way than the JSON of a page.
    const manifest = join(plan.folder, 'package.json');
    const renamed = join(plan.folder, 'manifest.json');
    await rename(manifest, renamed);
    execFileSync('oxfmt', ['--config', '.oxfmtrc.json', plan.folder]);
    await rename(renamed, manifest);
    const files = [...plan.files.keys()].toSorted().map(async (path) => {
      return [path, adapt(path, await readFile(join(plan.folder, path), 'utf8'))] as const;
    });
    return new Map(await Promise.all(files));
  } finally {
    await rm(cwd, { recursive: true });
  }
}

/** The code of the README is compiled by `npm run check`, but cannot run without the vendor. */
function adapt(path: string, text: string): string {
  return path === 'README.md' ? text.replace('```ts\n', '```ts no-run\n') : text;
}
