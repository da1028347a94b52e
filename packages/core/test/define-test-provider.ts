import type { Provider, ProviderDefinition } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';

/** Defines an active provider with one model, named `model`. */
export function defineTestProvider<const Id extends string>(
  id: Id,
  create: () => Provider | Promise<Provider>,
): ProviderDefinition<Id, 'model'> {
  return defineProvider({ id, models: [{ id: 'model' }], create });
}
