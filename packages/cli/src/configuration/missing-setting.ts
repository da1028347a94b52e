import { ConfigurationError } from '@understudy/core';

import type { ProviderListing } from '../framework/framework.ts';
import type { Configuration } from './configuration.ts';
import { addressVariable } from './given-settings.ts';

/** What is looked at of a provider. */
export type SettingNeeds = Pick<ProviderListing, 'id' | 'settings' | 'credentials'>;

/**
 * What a provider still lacks, as a person would set it: a variable, or a path in the configuration;
 * undefined where it can be asked.
 */
export function findMissingSetting(
  needs: SettingNeeds,
  settings: Configuration['settings'] = {},
): string | undefined {
  const { id, credentials } = needs;
  if (lacksKey(needs, settings)) return credentials.join(' or ');
  const missing = needs.settings.find(
    ({ name, required }) =>
      required &&
      settings[id]?.[name] === undefined &&
      !(name === 'apiKey' && credentials.length > 0),
  );
  if (!missing) return undefined;
  return missing.name === 'baseUrl' ? addressVariable(id) : `settings.${id}.${missing.name}`;
}

/** A server at an address of one's own may need no key, and a header may hold it as well. */
export function lacksKey(
  { id, settings: specs, credentials }: SettingNeeds,
  settings: Configuration['settings'] = {},
): boolean {
  const isNeeded = specs.some(({ name, required }) => name === 'apiKey' && required);
  const { apiKey, baseUrl, headers } = settings[id] ?? {};
  const isGiven = [apiKey, baseUrl, headers].some((value) => value !== undefined);
  return isNeeded && credentials.length > 0 && !isGiven;
}

/** The error of a provider that can't be asked without what `findMissingSetting` has found. */
export function refuseMissingSetting(
  { label, credentials }: ProviderListing,
  path: string,
): ConfigurationError {
  const isKey = path === credentials.join(' or ');
  return new ConfigurationError({
    path,
    expected: isKey ? `the key of ${label} in the environment` : `a setting of ${label}`,
    found: 'nothing',
    advice: isKey ? 'set it, or name a server that needs none with --base-url' : undefined,
  });
}
