import { ConfigurationError, isConfigurationError } from '@understudy/core';

import type { ConfigurationFile } from './configuration.ts';
import type { FallbackChain } from './fallback-chain.ts';

/** Where a person may have given what is wrong. */
export interface Origins {
  /** The flag or the argument that names the model. */
  readonly modelFlag: string;
  readonly fallback: FallbackChain | undefined;
  readonly file: ConfigurationFile | undefined;
  /** Whether the base URL in the file, if any, gave way to another one. */
  readonly addressGiven: boolean;
}

/** An error of the configuration at the flag or in the file where it stands; any other as it is. */
export function locateError(error: unknown, origins: Origins): unknown {
  if (!isConfigurationError(error)) return error;
  const { code, expected, found, advice } = error;
  return new ConfigurationError({
    code,
    path: locate(error.path, origins),
    // Among the names that can be asked for, its own would only puzzle.
    expected: origins.fallback ? expected.replace(`${origins.fallback.name}, `, '') : expected,
    found,
    advice,
  });
}

function locate(path: string, { modelFlag, fallback, file, addressGiven }: Origins): string {
  if (path === 'model') return modelFlag;
  const [, chain, index] = /^chains\.([^[.]*)\[(\d+)\]/.exec(path) ?? [];
  if (fallback && chain === fallback.name) return fallback.flags[Number(index)] ?? path;
  return file && standsIn(file, path, addressGiven) ? `${file.name}: ${path}` : path;
}

function standsIn({ configuration }: ConfigurationFile, path: string, moved: boolean): boolean {
  if (path === 'settings.fakegpt.baseUrl') {
    return !moved && configuration.settings?.['fakegpt']?.['baseUrl'] !== undefined;
  }
  const [first] = path.split(/[.[]/);
  return Object.entries(configuration).some(([key, value]) => key === first && value !== undefined);
}
