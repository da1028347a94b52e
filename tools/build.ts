import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';

import { builtPackages, bundlePackages } from './bundle.ts';
import { removeStaleDeclarations } from './stale-files.ts';

const vite = resolve('packages/playground/node_modules/.bin/vite');

/** Builds the packages, their types and the page of the gateway. No file of an earlier build remains. */
export async function build(): Promise<number> {
  const { status } = spawnSync('tsc', ['-b', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) return status ?? 1;
  for (const folder of builtPackages()) removeStaleDeclarations(folder);
  await bundlePackages();
  const options = { cwd: 'packages/playground', stdio: 'inherit' } as const;
  return spawnSync(vite, ['build', '--logLevel', 'warn'], options).status ?? 1;
}

if (import.meta.main) process.exitCode = await build();
