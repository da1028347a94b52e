import type { Understudy } from '@understudy/core';

import type { CompleteSettings } from '../config/complete-options.ts';
import { ModelCatalog } from '../endpoints/model-catalog.ts';
import { KeyRegistry } from '../keys/key-registry.ts';

/** What the requests that start now are served with. It is replaced as a whole. */
export interface Generation {
  readonly understudy: Understudy;
  readonly settings: CompleteSettings;
  readonly keys: KeyRegistry;
  readonly catalog: ModelCatalog;
}

export function createGeneration(understudy: Understudy, settings: CompleteSettings): Generation {
  const { keys, models, listedProviders } = settings;
  return {
    understudy,
    settings,
    keys: new KeyRegistry(keys),
    catalog: new ModelCatalog(understudy, models, listedProviders),
  };
}
