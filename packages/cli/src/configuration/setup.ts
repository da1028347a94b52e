import { ConfigurationError, isConfigurationError, modelRef } from '@understudy/core';

import { defaultModel } from '../default-model.ts';
import type { Configuration, ConfigurationFile } from './configuration.ts';
import { joinFallback } from './fallback-chain.ts';

/** Whom to ask, and where what holds for it stands. */
export interface TargetArguments {
  /** A chain, an alias, or `provider/model`. */
  readonly model?: string | undefined;
  /** Who steps in, in order. */
  readonly fallback?: readonly string[] | undefined;
  readonly baseUrl?: string | undefined;
  /** The configuration file. */
  readonly config?: string | undefined;
}

/** Flags over the environment over the file. */
export interface Setup {
  readonly configuration: Configuration;
  /** What the understudy is asked by. */
  readonly model: string;
  /** What a person calls it. */
  readonly label: string;
  /** An error in the file, with the name of the file; any other as it is. */
  locate(error: unknown): unknown;
}

const addressPath = 'settings.fakegpt.baseUrl';

export function createSetup(
  input: TargetArguments,
  environmentUrl: string | undefined,
  file: ConfigurationFile | undefined,
): Setup {
  const written = file?.configuration ?? {};
  const fallback = joinFallback(input.model, input.fallback ?? []);
  const address = [input.baseUrl, environmentUrl].find((url) => url !== undefined && url !== '');
  const reference = input.model ?? defaultModel;
  return {
    configuration: {
      ...written,
      ...(address !== undefined && { settings: withAddress(written.settings, address) }),
      ...(fallback && {
        chains: { ...written.chains, [fallback.name]: fallback.targets.map(modelRef) },
      }),
    },
    model: modelRef(fallback?.name ?? reference),
    label: fallback?.targets.join(', ') ?? reference,
    locate: (error) =>
      file && isConfigurationError(error) && standsIn(file, error.path, address !== undefined)
        ? inFile(file, error)
        : error,
  };
}

function withAddress(
  settings: Configuration['settings'],
  baseUrl: string,
): NonNullable<Configuration['settings']> {
  return { ...settings, fakegpt: { ...settings?.['fakegpt'], baseUrl } };
}

function standsIn({ configuration }: ConfigurationFile, path: string, moved: boolean): boolean {
  if (path === addressPath) {
    return !moved && configuration.settings?.['fakegpt']?.['baseUrl'] !== undefined;
  }
  const [first = ''] = path.split(/[.[]/);
  const flag = path.startsWith('chains.--');
  return !flag && Object.entries(configuration).some(([key, value]) => key === first && value);
}

function inFile({ name }: ConfigurationFile, error: ConfigurationError): ConfigurationError {
  const { code, path, expected, found, advice } = error;
  return new ConfigurationError({ code, path: `${name}: ${path}`, expected, found, advice });
}
