import type { UnderstudyOptions } from '@understudy/core';

/** What flags and the configuration file say of providers, chains and limits. */
export type Configuration = Pick<
  UnderstudyOptions<'registered'>,
  | 'settings'
  | 'chains'
  | 'aliases'
  | 'timeouts'
  | 'retry'
  | 'deadlineMs'
  | 'maxAttempts'
  | 'deprecations'
>;

/** A configuration, and the name of the file in which it stands. */
export interface ConfigurationFile {
  readonly name: string;
  readonly configuration: Configuration;
}
