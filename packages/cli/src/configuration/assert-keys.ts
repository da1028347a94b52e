import { ConfigurationError } from '@understudy/core';
import type { ChainExplanation } from '@understudy/core';

import type { ProviderListing } from '../framework/framework.ts';
import type { Configuration } from './configuration.ts';

/**
 * Refuses a chat that would come to a vendor without the key that it asks for. A server at an address
 * of one's own may need none, and a header may hold it as well.
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
  if (!keyless) return;
  throw new ConfigurationError({
    path: keyless.credentials.join(' or '),
    expected: `the key of ${keyless.label} in the environment`,
    found: 'nothing',
    advice: 'set it, or name a server that needs none with --base-url',
  });
}

function lacksKey(
  { id, settings: specs, credentials }: ProviderListing,
  settings: Configuration['settings'] = {},
): boolean {
  const isNeeded = specs.some(({ name, required }) => name === 'apiKey' && required);
  const { apiKey, baseUrl, headers } = settings[id] ?? {};
  const isGiven = [apiKey, baseUrl, headers].some((value) => value !== undefined);
  return isNeeded && credentials.length > 0 && !isGiven;
}
