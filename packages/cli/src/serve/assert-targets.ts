import { ConfigurationError, isConfigurationError, modelRef } from '@understudy/core';
import type { ChainExplanation, Understudy } from '@understudy/core';

import { assertKeys } from '../configuration/assert-keys.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { findMissingKey, missingSettingError } from '../configuration/missing-setting.ts';
import type { ProviderListing } from '../packages/understudy-packages.ts';

type Lifecycle = Exclude<ProviderListing['lifecycle'], { readonly state: 'active' }>;

/**
 * Checks that each target of the chains and aliases can be called.
 *
 * @throws ConfigurationError for a missing key, and for a provider that the runtime rejects because it is retired or
 * deprecated. A chat that reaches its target fails, also if others follow.
 */
export function assertTargets(
  understudy: Understudy,
  { chains = {}, aliases = {}, settings }: Configuration,
  listings: readonly ProviderListing[],
): void {
  const names = Object.entries({ chains, aliases }).flatMap(([kind, values]) =>
    Object.keys(values).map((name) => ({ name, path: `${kind}.${name}` })),
  );
  for (const { name, path } of names) {
    const explanation = understudy.explain({ model: modelRef(name) });
    assertLifecycle(explanation, path, listings);
    assertKeys(explanation, settings, listings);
  }
}

/**
 * Returns the error for a retired provider or a missing key if a factory of another package has thrown because of the
 * key. Returns any other error unchanged.
 */
export function toTargetError(
  error: unknown,
  settings: Configuration['settings'],
  listings: readonly ProviderListing[],
): unknown {
  if (!isConfigurationError(error)) return error;
  const { path } = error;
  const [, failed] = /^settings\.([^.]+)(?:\.apiKey)?$/.exec(path) ?? [];
  const listing = listings.find(({ id }) => id === failed);
  const missing = listing && findMissingKey(listing, settings);
  if (!missing) return error;
  const { id, lifecycle } = listing;
  return lifecycle.state === 'retired'
    ? lifecycleError(path, id, lifecycle)
    : missingSettingError(listing, missing);
}

function assertLifecycle(
  { targets }: ChainExplanation,
  path: string,
  listings: readonly ProviderListing[],
): void {
  const codes: readonly (string | undefined)[] = ['provider-retired', 'provider-deprecated'];
  const rejected = targets.find(({ skipped }) => codes.includes(skipped?.code));
  const listing = listings.find(({ id }) => id === rejected?.provider);
  if (!listing || listing.lifecycle.state === 'active') return;
  throw lifecycleError(path, listing.id, listing.lifecycle);
}

function lifecycleError(path: string, id: string, lifecycle: Lifecycle): ConfigurationError {
  const { state, since, replacement } = lifecycle;
  return new ConfigurationError({
    code: `provider-${state}`,
    path,
    expected: `a provider that is not ${state}`,
    received: `"${id}", ${state} since ${since}`,
    advice: replacement === undefined ? 'remove its target' : `use "${replacement}" instead`,
  });
}
