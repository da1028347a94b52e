import type { ChainExplanation } from '@understudy/core';

import type { ProviderListing } from '../framework/framework.ts';
import type { Configuration } from './configuration.ts';
import { findMissingKey, refuseMissingSetting } from './missing-setting.ts';

/**
 * Refuses a chat that would come to a vendor without the key that it asks for.
 *
 * @throws ConfigurationError at the variable in which the key is looked for
 */
export function assertKeys(
  { targets }: ChainExplanation,
  settings: Configuration['settings'],
  listings: readonly ProviderListing[],
): void {
  const asked = targets.filter(({ skipped }) => skipped === undefined);
  for (const listing of listings.filter(({ id }) =>
    asked.some(({ provider }) => provider === id),
  )) {
    const missing = findMissingKey(listing, settings);
    if (missing) throw refuseMissingSetting(listing, missing);
  }
}
