import { ConfigurationError, isConfigurationError } from '@understudy/core';

import type { ConfigurationFile } from './configuration.ts';
import type { FallbackChain } from './fallback-chain.ts';
import type { SettingOverride } from './override-settings.ts';

/** Where a person may have given what is wrong. */
export interface ErrorSources {
  /** The flag or the argument that names the model. */
  readonly modelFlag: string;
  readonly fallback: FallbackChain | undefined;
  readonly file: ConfigurationFile | undefined;
  /** What goes before the file; of two for the same setting the last. */
  readonly given: readonly SettingOverride[];
  /** Whose address `--base-url` would be. */
  readonly modelProvider: string | undefined;
}

/** An error of the configuration at the flag or in the file where it stands; any other as it is. */
export function locateError(error: unknown, origins: ErrorSources): unknown {
  if (!isConfigurationError(error)) return error;
  const { code, expected, received, advice } = error;
  return new ConfigurationError({
    code,
    path: locate(error.path, origins),
    // Among the names that can be asked for, its own would only puzzle.
    expected: origins.fallback ? expected.replace(`${origins.fallback.name}, `, '') : expected,
    received,
    advice,
  });
}

function locate(path: string, origins: ErrorSources): string {
  const { modelFlag, fallback, file, given, modelProvider } = origins;
  if (path === 'model') return modelFlag;
  const [, chain, index] = /^chains\.([^[.]*)\[(\d+)\]/.exec(path) ?? [];
  if (fallback && chain === fallback.name) return fallback.flags[Number(index)] ?? path;
  const setting = given.findLast(({ provider, name }) => path === `settings.${provider}.${name}`);
  if (setting) return setting.place;
  if (file && isSetIn(file, path)) return `${file.name}: ${path}`;
  return path === `settings.${modelProvider}.baseUrl` ? '--base-url' : path;
}

function isSetIn({ configuration }: ConfigurationFile, path: string): boolean {
  const [, id, name] = /^settings\.([^.]+)\.([^.]+)/.exec(path) ?? [];
  if (id !== undefined && name !== undefined) {
    return configuration.settings?.[id]?.[name] !== undefined;
  }
  const [first] = path.split(/[.[]/);
  return Object.entries(configuration).some(([key, value]) => key === first && value !== undefined);
}
