import type { Files } from '../cli-ports.ts';
import type { Configuration, ConfigurationFile } from './configuration.ts';
import { findReferences } from './find-references.ts';
import { parseJson } from './parse-json.ts';
import { missingFileError, readTextFile } from './read-text-file.ts';
import { type Unchecked, invalidValue, readFields, readNumber, readObject } from './read-value.ts';

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

function readFile(text: string, name: string): ConfigurationFile {
  const configuration = readConfiguration(text, name);
  const { gateway } = readObject(parseJson(text, name), name);
  return { name, configuration, gateway, references: findReferences(configuration.settings) };
}

const names: readonly string[] = [
  'settings',
  'chains',
  'aliases',
  'timeouts',
  'limits',
  'breaker',
  'cooldown',
  'retry',
  'retryBudget',
  'deadlineMs',
  'maxAttempts',
  'deprecations',
] satisfies readonly (keyof Configuration)[];

/**
 * Reads a configuration from the text of a file. `createUnderstudy` validates the content of the
 * objects in it. The section `gateway` is left out.
 *
 * @throws ConfigurationError with the file and the path in it
 */
export function readConfiguration(text: string, file: string): Configuration {
  const { $schema: _, gateway: _section, ...fields } = readObject(parseJson(text, file), file);
  const root: Readonly<Record<string, unknown>> = readFields(fields, file, `${file}: `, names);
  const at = <Value>(name: keyof Configuration, read: Read<Value>): Value | undefined =>
    Object.hasOwn(root, name) ? read(root[name], `${file}: ${name}`) : undefined;
  return {
    settings: at('settings', readSettings),
    chains: at('chains', readObject),
    aliases: at('aliases', readObject),
    timeouts: at('timeouts', readObject),
    limits: at('limits', readObject),
    breaker: at('breaker', readBreaker),
    cooldown: at('cooldown', readObject),
    retry: at('retry', readObject),
    retryBudget: at('retryBudget', readObject),
    deadlineMs: at('deadlineMs', readNumber),
    maxAttempts: at('maxAttempts', readNumber),
    deprecations: at('deprecations', readDeprecations),
  };
}

type Read<Value> = (value: unknown, path: string) => Value;

function readSettings(value: unknown, path: string): Unchecked {
  const settings = readObject(value, path);
  for (const [id, fields] of Object.entries(settings)) readObject(fields, `${path}.${id}`);
  return settings;
}

function readBreaker(value: unknown, path: string): Unchecked | false {
  return value === false ? false : readObject(value, path);
}

function readDeprecations(value: unknown, path: string): 'warn' | 'error' {
  if (value === 'warn' || value === 'error') return value;
  throw invalidValue(path, '"warn" or "error"', value);
}
