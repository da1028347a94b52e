import { ConfigurationError, modelRef } from '@understudy/core';

import { defaultModel } from '../default-model.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration, ConfigurationFile } from './configuration.ts';
import { createFallbackChain } from './fallback-chain.ts';
import { locateError } from './locate-error.ts';
import { overrideSettings, readEnvironment } from './override-settings.ts';
import type { SettingOverride } from './override-settings.ts';

/** The arguments that select the targets of a chat. */
export interface TargetArguments {
  /** A chain, an alias or `provider/model`. */
  readonly model?: string | undefined;
  /** The flag or argument of the model, for error messages. @defaultValue '--model' */
  readonly modelFlag?: string | undefined;
  /** Fallback targets in order. */
  readonly fallback?: readonly string[] | undefined;
  /** Base URL of the model's provider. */
  readonly baseUrl?: string | undefined;
  /** Path of the configuration file. */
  readonly config?: string | undefined;
}

/** The configuration of a command. Flags override the environment, which overrides the file. */
export interface Setup {
  readonly configuration: Configuration;
  /** The model of the chat request. */
  readonly model: string;
  /** The name of the model in the output. */
  readonly label: string;
  /** Returns the flag, variable or file of a setting; undefined if it is not set. */
  sourceOf(provider: string, name: 'apiKey' | 'baseUrl'): string | undefined;
  /**
   * Replaces the path of a ConfigurationError by the flag, variable or file of the value. Returns
   * any other error unchanged.
   *
   * @param modelFlag - the source of the model, if it is not the command line
   */
  locate(error: unknown, modelFlag?: string): unknown;
}

/** What a configuration depends on besides the arguments. */
export interface SetupContext {
  readonly listings: readonly ProviderListing[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: ConfigurationFile | undefined;
}

/** @throws ConfigurationError for `--base-url` with a chain, an alias or a model without provider */
export function createSetup(input: TargetArguments, { listings, env, file }: SetupContext): Setup {
  const fileConfiguration = file?.configuration ?? {};
  const { model, modelFlag = '--model', baseUrl } = input;
  const fallback = createFallbackChain(model, input.fallback ?? [], modelFlag);
  const reference = model ?? fallback?.targets[0] ?? defaultModel;
  const modelProvider = listings.find(({ id }) => reference.startsWith(`${id}/`))?.id;
  const flags = readBaseUrlFlag(baseUrl, reference, modelProvider);
  // A setting that names its variable does not use the usual one.
  const variables = readEnvironment(listings, env).filter(
    ({ provider, name }) => file?.references?.includes(`settings.${provider}.${name}`) !== true,
  );
  const overrides = [...variables, ...flags];
  return {
    configuration: {
      ...fileConfiguration,
      settings: overrideSettings(fileConfiguration.settings, overrides),
      ...(fallback && {
        chains: { ...fileConfiguration.chains, [fallback.name]: fallback.targets.map(modelRef) },
      }),
    },
    model: modelRef(fallback?.name ?? reference),
    label: fallback?.targets.join(', ') ?? reference,
    sourceOf: (provider, name) =>
      overrides.findLast((setting) => setting.provider === provider && setting.name === name)
        ?.source ??
      (fileConfiguration.settings?.[provider]?.[name] === undefined ? undefined : file?.name),
    locate: (error, flag = modelFlag) =>
      locateError(error, { modelFlag: flag, fallback, file, overrides, modelProvider }),
  };
}

/** Without a provider in the reference, the base URL could apply to several providers. */
function readBaseUrlFlag(
  value: string | undefined,
  reference: string,
  provider: string | undefined,
): readonly SettingOverride[] {
  if (value === undefined) return [];
  if (provider !== undefined) return [{ provider, name: 'baseUrl', value, source: '--base-url' }];
  // Core reports an unknown provider.
  if (reference.includes('/')) return [];
  throw new ConfigurationError({
    path: '--base-url',
    expected: `a model with its provider, as in --model ${defaultModel}`,
    received: JSON.stringify(reference),
  });
}
