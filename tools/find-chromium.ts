import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Returns the path of a Chromium: `UNDERSTUDY_CHROMIUM`, else the first one of `PATH`. Undefined if there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { UNDERSTUDY_CHROMIUM: chosen, PATH: path = '' } = env;
  if (chosen !== undefined && chosen !== '') return chosen;
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** Whether a missing browser is an error, as in `.ci/run`. */
export function requiresBrowser(env: NodeJS.ProcessEnv = process.env): boolean {
  return env['UNDERSTUDY_BROWSER'] === 'required';
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
