import { ConfigurationError } from '@understudy/core';

import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration } from './configuration.ts';
import { baseUrlVariable } from './override-settings.ts';

/** What is looked at of a provider. */
export type SettingNeeds = Pick<ProviderListing, 'id' | 'settings' | 'credentialEnvVars'>;

/** What a provider still lacks. */
export interface MissingSetting {
  /** A `key` is looked for in the environment. */
  readonly kind: 'key' | 'setting';
  /** As a person would set it: a variable, one of several, or a path in the configuration. */
  readonly path: string;
}

/** What a provider still lacks, its key first; undefined where it can be asked. */
export function findMissingSetting(
  needs: SettingNeeds,
  settings: Configuration['settings'] = {},
): MissingSetting | undefined {
  const { id, credentialEnvVars } = needs;
  const key = findMissingKey(needs, settings);
  if (key) return key;
  const missing = needs.settings.find(
    ({ name, required }) =>
      required &&
      settings[id]?.[name] === undefined &&
      !(name === 'apiKey' && credentialEnvVars.length > 0),
  );
  if (!missing) return undefined;
  const path = missing.name === 'baseUrl' ? baseUrlVariable(id) : `settings.${id}.${missing.name}`;
  return { kind: 'setting', path };
}

/** A server at an address of one's own may need no key, and a header may hold it as well. */
export function findMissingKey(
  { id, settings: specs, credentialEnvVars }: SettingNeeds,
  settings: Configuration['settings'] = {},
): MissingSetting | undefined {
  const isNeeded = specs.some(({ name, required }) => name === 'apiKey' && required);
  const { apiKey, baseUrl, headers } = settings[id] ?? {};
  const isGiven = [apiKey, baseUrl, headers].some((value) => value !== undefined);
  const isMissing = isNeeded && credentialEnvVars.length > 0 && !isGiven;
  return isMissing ? { kind: 'key', path: credentialEnvVars.join(' or ') } : undefined;
}

/** The error of a provider that can't be asked without what it lacks. */
export function missingSettingError(
  { label }: Pick<ProviderListing, 'label'>,
  { kind, path }: MissingSetting,
): ConfigurationError {
  const isKey = kind === 'key';
  return new ConfigurationError({
    path,
    expected: isKey ? `the key of ${label} in the environment` : `a setting of ${label}`,
    received: 'nothing',
    advice: isKey ? 'set it, or name a server that needs none with --base-url' : undefined,
  });
}
