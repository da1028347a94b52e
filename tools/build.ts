import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';

import { bundlePackages } from './bundle.ts';

const vite = resolve('packages/playground/node_modules/.bin/vite');

/** Builds the packages and their types, and the page of the gateway. Returns the exit status. */
export async function build(): Promise<number> {
  const { status } = spawnSync('tsc', ['-b', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) return status ?? 1;
  await bundlePackages();
  const options = { cwd: 'packages/playground', stdio: 'inherit' } as const;
  return spawnSync(vite, ['build', '--logLevel', 'warn'], options).status ?? 1;
}

if (import.meta.main) process.exitCode = await build();
