import { modelRef } from '@understudy/core';

import { defaultModel } from '../default-model.ts';
import type { Configuration, ConfigurationFile } from './configuration.ts';
import { joinFallback } from './fallback-chain.ts';
import { locateError } from './locate-error.ts';

/** Whom to ask, and where what holds for it stands. */
export interface TargetArguments {
  /** A chain, an alias, or `provider/model`. */
  readonly model?: string | undefined;
  /** What the model is named by. @defaultValue '--model' */
  readonly modelFlag?: string | undefined;
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
  /** An error of the configuration where a person finds it; any other as it is. */
  locate(error: unknown): unknown;
}

export function createSetup(
  input: TargetArguments,
  environmentUrl: string | undefined,
  file: ConfigurationFile | undefined,
): Setup {
  const written = file?.configuration ?? {};
  const { model, modelFlag = '--model' } = input;
  const fallback = joinFallback(model, input.fallback ?? [], modelFlag);
  const address = [input.baseUrl, environmentUrl].find((url) => url !== undefined && url !== '');
  const reference = model ?? defaultModel;
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
      locateError(error, { modelFlag, fallback, file, addressGiven: address !== undefined }),
  };
}

function withAddress(
  settings: Configuration['settings'],
  baseUrl: string,
): NonNullable<Configuration['settings']> {
  return { ...settings, fakegpt: { ...settings?.['fakegpt'], baseUrl } };
}
