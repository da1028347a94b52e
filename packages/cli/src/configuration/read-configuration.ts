import { ConfigurationError } from '@understudy/core';

import type { Configuration } from './configuration.ts';
import { parseJson } from './parse-json.ts';

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
  const root: Readonly<Record<string, unknown>> = readObject(parseJson(text, file), file);
  const stranger = Object.keys(root).find((name) => name !== '$schema' && !names.includes(name));
  if (stranger !== undefined) {
    throw refuse(`${file}: ${stranger}`, `one of ${names.join(', ')}`, stranger);
  }
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

/** Its fields have any type, until createUnderstudy has checked them. */
type Unchecked = Readonly<Record<string, never>>;

function readSettings(value: unknown, path: string): Unchecked {
  const settings = readObject(value, path);
  for (const [id, fields] of Object.entries(settings)) readObject(fields, `${path}.${id}`);
  return settings;
}

function readObject(value: unknown, path: string): Unchecked {
  if (isObject(value)) return value;
  throw refuse(path, 'an object', value);
}

function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readNumber(value: unknown, path: string): number {
  if (typeof value === 'number') return value;
  throw refuse(path, 'a number', value);
}

function readDeprecations(value: unknown, path: string): 'warn' | 'error' {
  if (value === 'warn' || value === 'error') return value;
  throw refuse(path, '"warn" or "error"', value);
}

function refuse(path: string, expected: string, value: unknown): ConfigurationError {
  return new ConfigurationError({ path, expected, found: tell(value) });
}

function tell(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return JSON.stringify(value).slice(0, 80);
}
