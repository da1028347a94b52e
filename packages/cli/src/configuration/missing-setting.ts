import { ConfigurationError } from '@understudy/core';

import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration } from './configuration.ts';
import { baseUrlVariable } from './override-settings.ts';

export type ProviderSettings = Pick<ProviderListing, 'id' | 'settings' | 'credentialEnvVars'>;

export interface MissingSetting {
  /** A `key` is read from an environment variable. */
  readonly kind: 'key' | 'setting';
  /** Environment variables or a path in the configuration file. */
  readonly path: string;
}

/** Finds the first required setting without a value. The key is checked first. */
export function findMissingSetting(
  provider: ProviderSettings,
  settings: Configuration['settings'] = {},
): MissingSetting | undefined {
  const { id, credentialEnvVars } = provider;
  const key = findMissingKey(provider, settings);
  if (key) return key;
  const missing = provider.settings.find(
    ({ name, required }) =>
      required &&
      settings[id]?.[name] === undefined &&
      !(name === 'apiKey' && credentialEnvVars.length > 0),
  );
  if (!missing) return undefined;
  const path = missing.name === 'baseUrl' ? baseUrlVariable(id) : `settings.${id}.${missing.name}`;
  return { kind: 'setting', path };
}

/**
 * Finds a required key that is missing. With a `baseUrl` or `headers` no key is required, because a
 * server of your own may need none and a header may contain it.
 */
export function findMissingKey(
  { id, settings: definitions, credentialEnvVars }: ProviderSettings,
  settings: Configuration['settings'] = {},
): MissingSetting | undefined {
  const isRequired = definitions.some(({ name, required }) => name === 'apiKey' && required);
  const { apiKey, baseUrl, headers } = settings[id] ?? {};
  const isReplaced = [apiKey, baseUrl, headers].some((value) => value !== undefined);
  const isMissing = isRequired && credentialEnvVars.length > 0 && !isReplaced;
  return isMissing ? { kind: 'key', path: credentialEnvVars.join(' or ') } : undefined;
}

/**
 * Sets a missing key to false, so that chains can be explained without it. The commands themselves report a missing key
 * before a request.
 */
export function fillMissingKeys(
  settings: Configuration['settings'],
  listings: readonly ProviderSettings[],
): Configuration['settings'] {
  const missing = listings.filter((listing) => findMissingKey(listing, settings));
  const filled = missing.map(({ id }) => [id, { ...settings?.[id], apiKey: false }] as const);
  return { ...settings, ...Object.fromEntries(filled) };
}

export function missingSettingError(
  { label }: Pick<ProviderListing, 'label'>,
  { kind, path }: MissingSetting,
): ConfigurationError {
  const isKey = kind === 'key';
  return new ConfigurationError({
    path,
    expected: isKey ? `the API key of ${label} in the environment` : `a setting of ${label}`,
    received: 'nothing',
    advice: isKey ? 'set it, or set the base URL to a server that needs no key' : undefined,
  });
}
