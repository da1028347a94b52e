import type { ProviderListing } from '../packages/understudy-packages.ts';
import type { Configuration } from './configuration.ts';

/** A provider setting from a flag or an environment variable. */
export interface SettingOverride {
  readonly provider: string;
  readonly name: 'baseUrl' | 'apiKey';
  readonly value: string;
  /** The flag or the environment variable. */
  readonly source: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the base URL and the key of each provider from the environment. */
export function readEnvironment(
  listings: readonly ProviderListing[],
  env: Environment,
): readonly SettingOverride[] {
  return listings.flatMap(({ id, settings, credentialEnvVars }) =>
    settings.flatMap(({ name, envVars = [], envPath = '' }) => {
      if (name === 'baseUrl') {
        const setting = { provider: id, name } as const;
        const own = readFirst([baseUrlVariable(id)], env, setting);
        if (own.length > 0) return own;
        return readFirst(envVars, env, setting).map(({ value, ...address }) => ({
          ...address,
          value: appendPath(value, envPath),
        }));
      }
      if (name === 'apiKey') return readFirst(credentialEnvVars, env, { provider: id, name });
      return [];
    }),
  );
}

/** Returns for example `UNDERSTUDY_FAKEGPT_BASE_URL`. */
export function baseUrlVariable(id: string): string {
  return `UNDERSTUDY_${id.toUpperCase().replaceAll(/[^A-Z\d]/g, '_')}_BASE_URL`;
}

/** Appends a path such as `/v1` to an address, unless it ends with a version already. The query is kept. */
function appendPath(address: string, path: string): string {
  const url = path === '' ? null : URL.parse(address);
  if (!url || /\/v\d[^/]*\/?$/.test(url.pathname)) return address;
  url.pathname = url.pathname.replace(/\/*$/, path);
  return url.href;
}

/**
 * Reads the first variable that is set. An empty variable counts as not set. White space around a value is removed,
 * because a file with variables that was written on Windows adds it.
 */
function readFirst(
  variables: readonly string[],
  env: Environment,
  setting: Pick<SettingOverride, 'provider' | 'name'>,
): readonly SettingOverride[] {
  const overrides = variables.map((source) => ({
    ...setting,
    source,
    value: (env[source] ?? '').trim(),
  }));
  return overrides.filter(({ value }) => value !== '').slice(0, 1);
}

/** Returns the settings of the file with the overrides applied. A later override takes precedence. */
export function overrideSettings(
  fileSettings: Configuration['settings'],
  overrides: readonly SettingOverride[],
): Configuration['settings'] {
  return overrides.reduce(
    (settings, { provider, name, value }) => ({
      ...settings,
      [provider]: { ...settings?.[provider], [name]: value },
    }),
    fileSettings,
  );
}
