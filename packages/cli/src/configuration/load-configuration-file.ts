import type { Files } from '../cli-ports.ts';
import type { ConfigurationFile } from './configuration.ts';
import { readConfiguration } from './read-configuration.ts';
import { readTextFile, missingFileError } from './read-text-file.ts';

/** What is looked for in the working folder. */
export const defaultFileName = 'understudy.config.json';

/**
 * The file that was named, which has to be there; else the one in the working folder, if any.
 *
 * @throws ConfigurationError with the file and the path
 */
export async function loadConfigurationFile(
  named: string | undefined,
  files: Files,
): Promise<ConfigurationFile | undefined> {
  const name = named ?? defaultFileName;
  const text = await readTextFile(name, files);
  if (text !== undefined) return { name, configuration: readConfiguration(text, name) };
  if (named === undefined) return undefined;
  throw missingFileError('--config', name);
}
