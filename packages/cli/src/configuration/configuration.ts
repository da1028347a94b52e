import type { UnderstudyOptions } from '@understudy/core';
import {
  type FieldReaders,
  type Reader,
  invalidType,
  isRecord,
  readEnum,
  readMap,
  readNumberInput,
} from '@understudy/core/internal';

/** An object whose fields are assignable to any type. `createUnderstudy` validates them. */
type Unchecked = Readonly<Record<string, never>>;

const readUnchecked: Reader<Unchecked> = (value, path) => {
  if (isUnchecked(value)) return value;
  throw invalidType(path, 'an object', value);
};

function isUnchecked(value: unknown): value is Unchecked {
  return isRecord(value);
}

/** The options of `createUnderstudy` that flags and the configuration file can set. */
export type Configuration = Pick<
  UnderstudyOptions<'registered'>,
  | 'settings'
  | 'chains'
  | 'aliases'
  | 'timeouts'
  | 'limits'
  | 'breaker'
  | 'cooldown'
  | 'retry'
  | 'retryBudget'
  | 'deadlineMs'
  | 'maxAttempts'
  | 'deprecations'
>;

export const configurationReaders: FieldReaders<Configuration> = {
  settings: readMap(readUnchecked),
  chains: readUnchecked,
  aliases: readUnchecked,
  timeouts: readUnchecked,
  limits: readUnchecked,
  breaker: (value, path) => value !== false && readUnchecked(value, path),
  cooldown: readUnchecked,
  retry: readUnchecked,
  retryBudget: readUnchecked,
  deadlineMs: readNumberInput,
  maxAttempts: readNumberInput,
  deprecations: readEnum('warn', 'error'),
};

export interface ConfigurationFile {
  /** The path as given, for error messages. */
  readonly name: string;
  readonly configuration: Configuration;
  /** The section `gateway`, which `understudy serve` reads. Undefined if there is none. */
  readonly gateway?: unknown;
  /** The paths of the settings that the file reads from a variable or a file, for example `settings.openai.apiKey`. */
  readonly references?: readonly string[];
}
