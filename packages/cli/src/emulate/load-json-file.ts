import type { Files } from '../cli-ports.ts';
import { parseJson } from '../configuration/parse-json.ts';
import { missingFileError, readTextFile } from '../configuration/read-text-file.ts';

/**
 * Parses the JSON file that is the value of a flag.
 *
 * @throws ConfigurationError if the file does not exist, cannot be read or is not JSON
 */
export async function loadJsonFile(flag: string, name: string, files: Files): Promise<unknown> {
  const text = await readTextFile(name, files);
  if (text === undefined) throw missingFileError(flag, name);
  return parseJson(text, name, '[]');
}
