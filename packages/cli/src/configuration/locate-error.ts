import { ConfigurationError, isConfigurationError } from '@understudy/core';

import type { ConfigurationFile } from './configuration.ts';
import type { FallbackChain } from './fallback-chain.ts';
import type { GivenSetting } from './given-settings.ts';

/** Where a person may have given what is wrong. */
export interface Origins {
  /** The flag or the argument that names the model. */
  readonly modelFlag: string;
  readonly fallback: FallbackChain | undefined;
  readonly file: ConfigurationFile | undefined;
  /** What goes before the file; of two for the same setting the last. */
  readonly given: readonly GivenSetting[];
  /** Whose address `--base-url` would be. */
  readonly addressee: string | undefined;
}

/** An error of the configuration at the flag or in the file where it stands; any other as it is. */
export function locateError(error: unknown, origins: Origins): unknown {
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

function locate(path: string, origins: Origins): string {
  const { modelFlag, fallback, file, given, addressee } = origins;
  if (path === 'model') return modelFlag;
  const [, chain, index] = /^chains\.([^[.]*)\[(\d+)\]/.exec(path) ?? [];
  if (fallback && chain === fallback.name) return fallback.flags[Number(index)] ?? path;
  const setting = given.findLast(({ provider, name }) => path === `settings.${provider}.${name}`);
  if (setting) return setting.place;
  if (file && standsIn(file, path)) return `${file.name}: ${path}`;
  return path === `settings.${addressee}.baseUrl` ? '--base-url' : path;
}

function standsIn({ configuration }: ConfigurationFile, path: string): boolean {
  const [, id, name] = /^settings\.([^.]+)\.([^.]+)/.exec(path) ?? [];
  if (id !== undefined && name !== undefined) {
    return configuration.settings?.[id]?.[name] !== undefined;
  }
  const [first] = path.split(/[.[]/);
  return Object.entries(configuration).some(([key, value]) => key === first && value !== undefined);
}
