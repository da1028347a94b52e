import type { Understudy } from '@understudy/core';

import { ModelCatalog } from '../endpoints/model-catalog.ts';
import type { GatewaySettings } from '../gateway-options.ts';
import { KeyRegistry } from '../keys/key-registry.ts';

/** The settings with their defaults. */
export type CompleteSettings = {
  readonly [Name in Exclude<keyof GatewaySettings, OptionalSetting>]-?: NonNullable<
    GatewaySettings[Name]
  >;
} & { readonly [Name in OptionalSetting]: GatewaySettings[Name] };

/** The settings whose default is no value. */
type OptionalSetting = 'earlyHeadMs' | 'listedProviders';

/** What the requests that start now are served with. It is replaced as a whole. */
export interface Generation {
  readonly understudy: Understudy;
  readonly settings: CompleteSettings;
  readonly keys: KeyRegistry;
  readonly catalog: ModelCatalog;
}

/** Creates a generation, with the defaults of the settings. */
export function createGeneration(
  understudy: Understudy,
  {
    keys = [],
    hosts = [],
    cors = [],
    models = [],
    listedProviders,
    expose = true,
    heartbeatMs = 15_000,
    slowReaderMs = 60_000,
    earlyHeadMs,
  }: GatewaySettings,
): Generation {
  return {
    understudy,
    settings: {
      keys,
      hosts,
      cors,
      models,
      listedProviders,
      expose,
      heartbeatMs,
      slowReaderMs,
      earlyHeadMs,
    },
    keys: new KeyRegistry(keys),
    catalog: new ModelCatalog(understudy, models, listedProviders),
  };
}
