import type { Configuration } from './configuration.ts';
import { parseJson } from './parse-json.ts';
import { type Unchecked, readFields, readNumber, readObject, invalidValue } from './read-value.ts';

const names: readonly string[] = [
  'settings',
  'chains',
  'aliases',
  'timeouts',
  'retry',
  'deadlineMs',
  'maxAttempts',
  'deprecations',
] satisfies readonly (keyof Configuration)[];

/**
 * A configuration as it stands in a file. What is inside its objects is checked by
 * `createUnderstudy`.
 *
 * @throws ConfigurationError with the file and the path
 */
export function readConfiguration(text: string, file: string): Configuration {
  const { $schema: _, ...fields } = readObject(parseJson(text, file), file);
  const root: Readonly<Record<string, unknown>> = readFields(fields, file, `${file}: `, names);
  const at = <Value>(name: keyof Configuration, read: Read<Value>): Value | undefined =>
    Object.hasOwn(root, name) ? read(root[name], `${file}: ${name}`) : undefined;
  return {
    settings: at('settings', readSettings),
    chains: at('chains', readObject),
    aliases: at('aliases', readObject),
    timeouts: at('timeouts', readObject),
    retry: at('retry', readObject),
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

function readDeprecations(value: unknown, path: string): 'warn' | 'error' {
  if (value === 'warn' || value === 'error') return value;
  throw invalidValue(path, '"warn" or "error"', value);
}
