import type { Files } from '../cli-ports.ts';
import { parseJson } from '../configuration/parse-json.ts';
import { readTextFile, missingFileError } from '../configuration/read-text-file.ts';

/**
 * The JSON of a file that a flag names.
 *
 * @throws ConfigurationError where there is none, or it is not JSON
 */
export async function loadJsonFile(flag: string, name: string, files: Files): Promise<unknown> {
  const text = await readTextFile(name, files);
  if (text === undefined) throw missingFileError(flag, name);
  return parseJson(text, name);
}
