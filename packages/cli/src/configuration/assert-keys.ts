import type { ChainExplanation } from '@understudy/core';

import type { ProviderListing } from '../framework/framework.ts';
import type { Configuration } from './configuration.ts';
import { lacksKey, refuseMissingSetting } from './missing-setting.ts';

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
  const keyless = listings.find(
    (listing) =>
      asked.some(({ provider }) => provider === listing.id) && lacksKey(listing, settings),
  );
  if (keyless) throw refuseMissingSetting(keyless, keyless.credentials.join(' or '));
}
