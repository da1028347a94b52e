import { ConfigurationError } from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';
import { assertKnownSettings, readBaseUrl, readSetting } from '@understudy/provider-utils';
import type { VendorRequest } from '@understudy/provider-utils';

import { decodeError } from './decode-error.ts';

/** Options of `acme()`. */
export interface AcmeOptions<Id extends string = string> {
  /** The provider id in `acme/first-model`. Set it to use two keys in one runtime. @defaultValue 'acme' */
  readonly id?: Id | undefined;
  /** Required. Accepts undefined, so that an environment variable can be passed directly. */
  readonly apiKey: string | undefined;
  /** Address of the API. @defaultValue 'https://api.acme.example/v1' */
  readonly baseUrl?: string | URL | undefined;
}

/** The validated options. */
export interface AcmeSettings {
  readonly id: string;
  readonly apiKey: string;
  readonly baseUrl: URL;
}

export const acmeSettings: readonly SettingDefinition[] = [
  { name: 'id', required: false },
  { name: 'apiKey', required: true, secret: true },
  { name: 'baseUrl', required: false },
];

/**
 * Validates settings from code or from a configuration file.
 *
 * @throws ConfigurationError with the path of the first invalid setting
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
  throw new ConfigurationError({ path: 'id', expected: 'a string', received: typeof value });
}

/** The message does not contain the value, because it can be a key. */
function readApiKey(value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigurationError({
    path: 'apiKey',
    expected: 'a key with visible ASCII characters only',
    received: value === undefined || value === '' ? 'nothing' : 'another value',
    advice: 'create a key at https://acme.example/keys and set ACME_API_KEY',
  });
}

/** Returns the fields that all requests have. A provider's headers take precedence over those of a caller. */
export function requestFields(
  { apiKey, baseUrl }: AcmeSettings,
  path: string,
): Pick<VendorRequest, 'url' | 'headers' | 'decodeError' | 'adviseOn'> {
  return {
    url: new URL(path, baseUrl),
    headers: { authorization: `Bearer ${apiKey}` },
    decodeError,
    adviseOn: (code) => (code === 'malformed-response' ? 'check baseUrl' : undefined),
  };
}
