import { defineProvider } from '@understudy/core/provider';
import type { ProviderDefinition, ProviderEvent } from '@understudy/core/provider';

import type { Script } from './script.ts';

/** Creates a provider that emits prepared events and sends no request. */
export function createScriptedProvider<const Id extends string>(
  id: Id,
  batches: Script['batches'],
): ProviderDefinition<Id, 'script'> {
  return defineProvider({
    id,
    interfaceVersion: 1,
    label: 'Scripted',
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    models: [{ id: 'script' }],
    credentialEnvVars: [],
    create: () => ({ chat: () => generate(batches) }),
  });
}

async function* generate(
  batches: Script['batches'],
): AsyncGenerator<readonly ProviderEvent[], void, undefined> {
  for (const batch of batches) yield batch;
  yield [{ type: 'finish', reason: 'stop' }];
}
