import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration } from './configuration.ts';

/** A setting of a provider from outside the configuration file. */
export interface SettingOverride {
  readonly provider: string;
  readonly name: 'baseUrl' | 'apiKey';
  readonly value: string;
  /** The flag or the variable that it was given by. */
  readonly place: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says of the providers on offer: an address and a key each. */
export function readEnvironment(
  listings: readonly ProviderListing[],
  env: Environment,
): readonly SettingOverride[] {
  return listings.flatMap(({ id, settings, credentialEnvVars }) =>
    settings.flatMap(({ name }) => {
      if (name === 'baseUrl') return readFirst([baseUrlVariable(id)], env, { provider: id, name });
      if (name === 'apiKey') return readFirst(credentialEnvVars, env, { provider: id, name });
      return [];
    }),
  );
}

/** For example `UNDERSTUDY_FAKEGPT_BASE_URL`. */
export function baseUrlVariable(id: string): string {
  return `UNDERSTUDY_${id.toUpperCase().replaceAll(/[^A-Z\d]/g, '_')}_BASE_URL`;
}

/** A variable that is empty counts as not set. */
function readFirst(
  variables: readonly string[],
  env: Environment,
  setting: Pick<SettingOverride, 'provider' | 'name'>,
): readonly SettingOverride[] {
  const given = variables.map((place) => ({ ...setting, place, value: env[place] ?? '' }));
  return given.filter(({ value }) => value !== '').slice(0, 1);
}

/** The settings of the file, with those that were given in their places; the last goes first. */
export function mergeSettings(
  written: Configuration['settings'],
  given: readonly SettingOverride[],
): Configuration['settings'] {
  return given.reduce(
    (settings, { provider, name, value }) => ({
      ...settings,
      [provider]: { ...settings?.[provider], [name]: value },
    }),
    written,
  );
}
