import { ConfigurationError } from '@understudy/core';

import type { Files } from '../cli-ports.ts';

/**
 * The text of a file; undefined where there is no such file.
 *
 * @throws ConfigurationError where it can't be read
 */
export async function readTextFile(name: string, files: Files): Promise<string | undefined> {
  try {
    return await files.read(name);
  } catch (error) {
    const code: unknown = Object(error).code;
    if (code === 'ENOENT') return undefined;
    throw new ConfigurationError({
      path: name,
      expected: 'a file that can be read',
      received: typeof code === 'string' ? code : 'something else',
    });
  }
}

/** The error of a flag that names a file which is not there. */
export function missingFileError(flag: string, name: string): ConfigurationError {
  return new ConfigurationError({
    path: flag,
    expected: 'a file',
    received: `nothing at ${JSON.stringify(name)}`,
  });
}
