import { ConfigurationError, modelRef } from '@understudy/core';

import { findDefaultModel, missingModelError } from '../default-model.ts';
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
  /** The model of the chat request. @throws ConfigurationError if none is named and no provider has a key */
  readonly model: string;
  /** The name of the model in the output. @throws ConfigurationError like `model` */
  readonly label: string;
  /** Whether the model is the first one with a key, because none was named. */
  readonly isDefaultModel: boolean;
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
  // A setting that names its variable does not use the usual one.
  const environment = readEnvironment(listings, env).filter(
    ({ provider, name }) => file?.references?.includes(`settings.${provider}.${name}`) !== true,
  );
  const findSource = (
    settings: readonly SettingOverride[],
    provider: string,
    name: SettingOverride['name'],
  ): string | undefined =>
    settings.findLast((setting) => setting.provider === provider && setting.name === name)
      ?.source ??
    (fileConfiguration.settings?.[provider]?.[name] === undefined ? undefined : file?.name);
  const named = model ?? fallback?.targets[0];
  const reference =
    named ??
    findDefaultModel(listings, (id) => findSource(environment, id, 'apiKey') !== undefined);
  const modelProvider = listings.find(({ id }) => reference?.startsWith(`${id}/`))?.id;
  const flags = readBaseUrlFlag(baseUrl, reference, modelProvider);
  const overrides = [...environment, ...flags];
  const requireReference = (): string => {
    if (reference === undefined) throw missingModelError();
    return reference;
  };
  return {
    configuration: {
      ...fileConfiguration,
      settings: overrideSettings(fileConfiguration.settings, overrides),
      ...(fallback && {
        chains: { ...fileConfiguration.chains, [fallback.name]: fallback.targets.map(modelRef) },
      }),
    },
    get model() {
      return modelRef(fallback?.name ?? requireReference());
    },
    get label() {
      return fallback?.targets.join(', ') ?? requireReference();
    },
    isDefaultModel: named === undefined,
    sourceOf: (provider, name) => findSource(overrides, provider, name),
    locate: (error, flag = modelFlag) =>
      locateError(error, { modelFlag: flag, fallback, file, overrides, modelProvider }),
  };
}

/** Without a provider in the reference, the base URL could apply to several providers. */
function readBaseUrlFlag(
  value: string | undefined,
  reference: string | undefined,
  provider: string | undefined,
): readonly SettingOverride[] {
  if (value === undefined) return [];
  if (provider !== undefined) return [{ provider, name: 'baseUrl', value, source: '--base-url' }];
  // Core reports an unknown provider.
  if (reference?.includes('/')) return [];
  throw new ConfigurationError({
    path: '--base-url',
    expected: 'a model with its provider, as in --model openai/gpt-5-mini',
    received: reference === undefined ? 'no --model' : JSON.stringify(reference),
    advice: 'name the provider that the address belongs to',
  });
}
