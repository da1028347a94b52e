import { readObjectInput } from '@understudy/core/internal';

import type { Files } from '../cli-ports.ts';
import { configurationReaders } from './configuration.ts';
import type { ConfigurationFile } from './configuration.ts';
import { findReferences } from './find-references.ts';
import { parseJson } from './parse-json.ts';
import { readFileValue } from './read-file-value.ts';
import { missingFileError, readTextFile } from './read-text-file.ts';

/** The file that is read from the working folder without `--config`. */
export const defaultFileName = 'understudy.config.json';

/**
 * Loads the file of `--config`, else the default file. Returns undefined if the default file does
 * not exist.
 *
 * @param path - the value of `--config`; this file must exist
 * @throws ConfigurationError with the file and the path in it
 */
export async function loadConfigurationFile(
  path: string | undefined,
  files: Files,
): Promise<ConfigurationFile | undefined> {
  const name = path ?? defaultFileName;
  const text = await readTextFile(name, files);
  if (text !== undefined) return readFile(text, name);
  if (path === undefined) return undefined;
  throw missingFileError('--config', name);
}

const inGateway = 'write it in "gateway"';
const inSettings = 'write it in "settings", below the id of its provider';
/** What to do about fields in the wrong place. */
const advice: Readonly<Record<string, string>> = {
  listen: inGateway,
  admin: inGateway,
  keys: inGateway,
  adminKeys: inGateway,
  hosts: inGateway,
  cors: inGateway,
  apiKey: inSettings,
  baseUrl: inSettings,
  retries: 'write "retry": { "maxRetries": … }',
  maxRetries: 'write "retry": { "maxRetries": … }',
};

const readContent = readObjectInput(
  {},
  { ...configurationReaders, gateway: readAny, $schema: readAny },
  advice,
);

function readAny(value: unknown): unknown {
  return value;
}

/** `createUnderstudy` validates the content of the objects in a configuration. */
function readFile(text: string, name: string): ConfigurationFile {
  const json = parseJson(text, name, '{}');
  const { gateway, $schema: _, ...configuration } = readFileValue(readContent, json, name);
  return { name, configuration, gateway, references: findReferences(configuration.settings) };
}
