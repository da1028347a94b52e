import {
  assertKnownSettings,
  ConfigurationError,
  readBaseUrl,
  readSetting,
} from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';

/** What `acme` takes. */
export interface AcmeOptions<Id extends string = string> {
  /** Stands before the slash in `acme/anvil-2`, for two keys in one runtime. @defaultValue 'acme' */
  readonly id?: Id | undefined;
  /** Without one there is a ConfigurationError, so that a variable that may be unset can be given. */
  readonly apiKey: string | undefined;
  /** Where the API is. @defaultValue 'https://api.acme.example/v1' */
  readonly baseUrl?: string | URL | undefined;
}

/** The same, read and checked. */
export interface AcmeSettings {
  readonly id: string;
  readonly apiKey: string;
  readonly baseUrl: URL;
}

export const acmeSettings: readonly SettingDefinition[] = [
  { name: 'id', required: false },
  { name: 'apiKey', required: true },
  { name: 'baseUrl', required: false },
];

/**
 * Settings from whatever gave them.
 *
 * @throws ConfigurationError at the path of the first that can't be used
 */
export function readAcmeSettings(options: object): AcmeSettings {
  const names = acmeSettings.map(({ name }) => name);
  assertKnownSettings(options, names);
  return {
    id: readId(readSetting(options, 'id') ?? 'acme'),
    apiKey: readApiKey(readSetting(options, 'apiKey')),
    baseUrl: readBaseUrl(readSetting(options, 'baseUrl') ?? 'https://api.acme.example/v1'),
  };
}

function readId(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new ConfigurationError({ path: 'id', expected: 'a name', received: typeof value });
}

/** What was given is never told: it may be a key. */
function readApiKey(value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigurationError({
    path: 'apiKey',
    expected: 'a key of visible ASCII characters',
    received: value === undefined || value === '' ? 'nothing' : 'something else',
    advice: 'Acme shows yours at https://acme.example/keys',
  });
}
