import { build } from './build.ts';

/** Builds the packages for tests that run the built command. */
export async function setup(): Promise<void> {
  if ((await build()) !== 0) throw new Error('the build failed; see the errors above');
}
