import type { ChainExplanation } from '@understudy/core';

import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration } from './configuration.ts';
import { findMissingKey, missingSettingError } from './missing-setting.ts';

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
  const ids = new Set(asked.map(({ provider }) => provider));
  const needed = listings.filter(({ id }) => ids.has(id));
  for (const listing of needed) {
    const missing = findMissingKey(listing, settings);
    if (missing) throw missingSettingError(listing, missing);
  }
}
