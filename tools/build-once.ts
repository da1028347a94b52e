import { spawnSync } from 'node:child_process';

/** Builds the packages for tests that run the built command. */
export function setup(): void {
  const { status } = spawnSync('tsc', ['-b', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the build failed; see the errors above');
}
