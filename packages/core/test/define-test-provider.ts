import type { Provider, ProviderDefinition } from '@understudy/core';
import { defineProvider } from '@understudy/core/provider';

/** Defines an active provider with one model, named `model`. */
export function defineTestProvider<const Id extends string>(
  id: Id,
  create: () => Provider | Promise<Provider>,
): ProviderDefinition<Id, 'model'> {
  return defineProvider({
    id,
    label: id,
    interfaceVersion: 1,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'model' }],
    credentialEnvVars: [],
    create,
  });
}
