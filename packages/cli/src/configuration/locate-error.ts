import { ConfigurationError, isConfigurationError } from '@understudy/core';

import type { ConfigurationFile } from './configuration.ts';
import type { FallbackChain } from './fallback-chain.ts';
import type { SettingOverride } from './override-settings.ts';

/** Where the values of a configuration come from. */
export interface ConfigurationSources {
  /** The flag or argument of the model. */
  readonly modelFlag: string;
  readonly fallback: FallbackChain | undefined;
  readonly file: ConfigurationFile | undefined;
  /** Settings that take precedence over the file. A later override takes precedence. */
  readonly overrides: readonly SettingOverride[];
  /** The provider that `--base-url` applies to. */
  readonly modelProvider: string | undefined;
}

/**
 * Replaces the path of a ConfigurationError by the flag, variable or file of the value. Returns any
 * other error unchanged.
 */
export function locateError(error: unknown, sources: ConfigurationSources): unknown {
  if (!isConfigurationError(error)) return error;
  const { code, expected, received, advice } = error;
  return new ConfigurationError({
    code,
    path: locatePath(error.path, sources),
    // Removes the internal name of the fallback chain from a list of available names.
    expected: sources.fallback ? expected.replace(`${sources.fallback.name}, `, '') : expected,
    received,
    advice,
  });
}

function locatePath(path: string, sources: ConfigurationSources): string {
  const { modelFlag, fallback, file, overrides, modelProvider } = sources;
  if (path === 'model') return modelFlag;
  const [, chain, index] = /^chains\.([^[.]*)\[(\d+)\]/.exec(path) ?? [];
  if (fallback && chain === fallback.name) return fallback.flags[Number(index)] ?? path;
  const override = overrides.findLast(
    ({ provider, name }) => path === `settings.${provider}.${name}`,
  );
  if (override) return override.source;
  if (file && hasPath(file, path)) return `${file.name}: ${path}`;
  return path === `settings.${modelProvider}.baseUrl` ? '--base-url' : path;
}

function hasPath({ configuration }: ConfigurationFile, path: string): boolean {
  const [, id, name] = /^settings\.([^.]+)\.([^.]+)/.exec(path) ?? [];
  if (id !== undefined && name !== undefined) {
    return configuration.settings?.[id]?.[name] !== undefined;
  }
  const [first] = path.split(/[.[]/);
  return Object.entries(configuration).some(([key, value]) => key === first && value !== undefined);
}
