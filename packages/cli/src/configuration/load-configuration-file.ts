import { ConfigurationError } from '@understudy/core';

import type { Files } from '../cli-ports.ts';
import type { ConfigurationFile } from './configuration.ts';
import { readConfiguration } from './read-configuration.ts';

/** What is looked for in the working folder. */
const defaultName = 'understudy.config.json';

/**
 * The file that was named, which has to be there; else the one in the working folder, if any.
 *
 * @throws ConfigurationError with the file and the path
 */
export async function loadConfigurationFile(
  named: string | undefined,
  files: Files,
): Promise<ConfigurationFile | undefined> {
  const name = named ?? defaultName;
  const text = await read(name, files);
  if (text !== undefined) return { name, configuration: readConfiguration(text, name) };
  if (named === undefined) return undefined;
  throw new ConfigurationError({ path: '--config', expected: 'a file', found: quote(name) });
}

/** Undefined where there is no such file. */
async function read(name: string, files: Files): Promise<string | undefined> {
  try {
    return await files.read(name);
  } catch (error) {
    const code: unknown = Object(error).code;
    if (code === 'ENOENT') return undefined;
    throw new ConfigurationError({
      path: name,
      expected: 'a file that can be read',
      found: typeof code === 'string' ? code : 'something else',
    });
  }
}

function quote(name: string): string {
  return `nothing at ${JSON.stringify(name)}`;
}
