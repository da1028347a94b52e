import { spawnSync } from 'node:child_process';

/** Builds the packages before the tests that start the real command. */
export function setup(): void {
  const { status } = spawnSync('tsc', ['-b', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed; its errors stand above');
}
