import type { UnderstudyOptions } from '@understudy/core';

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

export interface ConfigurationFile {
  /** The path as given, for error messages. */
  readonly name: string;
  readonly configuration: Configuration;
  /** The section `gateway`, which `understudy serve` reads. Undefined if there is none. */
  readonly gateway?: unknown;
  /** The paths of the settings that the file reads from a variable or a file, for example `settings.openai.apiKey`. */
  readonly references?: readonly string[];
}
