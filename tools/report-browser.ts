import process from 'node:process';

import { findChromium, requiresBrowser } from './find-chromium.ts';

/** Prints what to do if the tests of the page do not run. */
export function setup(): void {
  if (findChromium() !== undefined || requiresBrowser()) return;
  process.stdout.write(
    'The tests of the web page need a browser and do not run: apt-get install chromium fonts-dejavu-core\n',
  );
}
