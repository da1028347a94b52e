import type { ChainExplanation } from '@understudy/core';

import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration } from './configuration.ts';
import { findMissingKey, missingSettingError } from './missing-setting.ts';

/**
 * Checks that every provider of a chain has its required key. Skipped targets are not checked.
 *
 * @throws ConfigurationError whose path is the environment variable of the missing key
 */
export function assertKeys(
  { targets }: ChainExplanation,
  settings: Configuration['settings'],
  listings: readonly ProviderListing[],
): void {
  const usedTargets = targets.filter(({ skipped }) => skipped === undefined);
  const ids = new Set(usedTargets.map(({ provider }) => provider));
  const usedProviders = listings.filter(({ id }) => ids.has(id));
  for (const listing of usedProviders) {
    const missing = findMissingKey(listing, settings);
    if (missing) throw missingSettingError(listing, missing);
  }
}
