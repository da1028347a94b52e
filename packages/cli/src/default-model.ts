import { ConfigurationError } from '@understudy/core';

import type { ProviderListing } from './packages/understudy-packages.ts';

/** The model of the demo. */
export const demoModel = 'openai/gpt-5-mini';

/**
 * Returns the model of a chat that names none: the first of the first provider with a key. A deprecated provider or
 * model is never chosen.
 *
 * @param hasKey - whether the key of a provider is set
 */
export function findDefaultModel(
  listings: readonly ProviderListing[],
  hasKey: (provider: string) => boolean,
): string | undefined {
  for (const { id, lifecycle, models } of listings) {
    if (lifecycle.state !== 'active' || !hasKey(id)) continue;
    const model = models.find(({ state = 'active' }) => state === 'active');
    if (model) return `${id}/${model.id}`;
  }
  return undefined;
}

export function missingModelError(): ConfigurationError {
  return new ConfigurationError({
    path: '--model',
    expected: 'a model, or an API key in the environment, such as OPENAI_API_KEY',
    received: 'nothing',
    advice: 'run "understudy providers" for the variables of all providers',
  });
}
