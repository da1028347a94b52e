import { ConfigurationError, modelRef } from '@understudy/core';

import { defaultModel } from '../default-model.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration, ConfigurationFile } from './configuration.ts';
import { createFallbackChain } from './fallback-chain.ts';
import { locateError } from './locate-error.ts';
import { mergeSettings, readEnvironment } from './override-settings.ts';
import type { SettingOverride } from './override-settings.ts';

/** Whom to ask, and where what holds for it stands. */
export interface TargetArguments {
  /** A chain, an alias, or `provider/model`. */
  readonly model?: string | undefined;
  /** What the model is named by. @defaultValue '--model' */
  readonly modelFlag?: string | undefined;
  /** Who steps in, in order. */
  readonly fallback?: readonly string[] | undefined;
  /** Where the provider of the model is. */
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
  /** The flag, the variable or the file in which a setting was given; undefined where it was not. */
  sourceOf(provider: string, name: 'apiKey' | 'baseUrl'): string | undefined;
  /**
   * An error of the configuration where a person finds it; any other as it is.
   *
   * @param modelFlag - what the model was named by, if not by the command line
   */
  locate(error: unknown, modelFlag?: string): unknown;
}

/** What a person said outside of the command line. */
export interface SetupSources {
  readonly listings: readonly ProviderListing[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly file: ConfigurationFile | undefined;
}

/** @throws ConfigurationError where `--base-url` goes with a chain, an alias or a bare name */
export function createSetup(input: TargetArguments, { listings, env, file }: SetupSources): Setup {
  const written = file?.configuration ?? {};
  const { model, modelFlag = '--model', baseUrl } = input;
  const fallback = createFallbackChain(model, input.fallback ?? [], modelFlag);
  const reference = model ?? fallback?.targets[0] ?? defaultModel;
  const modelProvider = listings.find(({ id }) => reference.startsWith(`${id}/`))?.id;
  const flags = readAddress(baseUrl, reference, modelProvider);
  const given = [...readEnvironment(listings, env), ...flags];
  return {
    configuration: {
      ...written,
      settings: mergeSettings(written.settings, given),
      ...(fallback && {
        chains: { ...written.chains, [fallback.name]: fallback.targets.map(modelRef) },
      }),
    },
    model: modelRef(fallback?.name ?? reference),
    label: fallback?.targets.join(', ') ?? reference,
    sourceOf: (provider, name) =>
      given.findLast((setting) => setting.provider === provider && setting.name === name)?.place ??
      (written.settings?.[provider]?.[name] === undefined ? undefined : file?.name),
    locate: (error, flag = modelFlag) =>
      locateError(error, { modelFlag: flag, fallback, file, given, modelProvider }),
  };
}

/** `--base-url` is the address of the provider of the model; of a chain it would be anybody's. */
function readAddress(
  value: string | undefined,
  reference: string,
  provider: string | undefined,
): readonly SettingOverride[] {
  if (value === undefined) return [];
  if (provider !== undefined) return [{ provider, name: 'baseUrl', value, place: '--base-url' }];
  // A name that no provider has is refused as such.
  if (reference.includes('/')) return [];
  throw new ConfigurationError({
    path: '--base-url',
    expected: `a model of one provider to go with it, as in --model ${defaultModel}`,
    received: JSON.stringify(reference),
  });
}
