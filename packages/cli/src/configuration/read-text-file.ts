import { ConfigurationError } from '@understudy/core';

import type { Files } from '../cli-ports.ts';

/**
 * Reads a text file. Returns undefined if it does not exist.
 *
 * @throws ConfigurationError if it cannot be read
 */
export async function readTextFile(name: string, files: Files): Promise<string | undefined> {
  try {
    return await files.read(name);
  } catch (error) {
    const code: unknown = Object(error).code;
    if (code === 'ENOENT') return undefined;
    throw new ConfigurationError({
      path: name,
      expected: 'a readable file',
      received: typeof code === 'string' ? code : 'an unknown error',
    });
  }
}

/** Creates the error for a flag whose file does not exist. */
export function missingFileError(flag: string, name: string): ConfigurationError {
  return new ConfigurationError({
    path: flag,
    expected: 'a file',
    received: `${JSON.stringify(name)}, which does not exist`,
  });
}
