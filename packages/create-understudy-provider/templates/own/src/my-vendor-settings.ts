import {
  assertKnownSettings,
  ConfigurationError,
  readBaseUrl,
  readSetting,
} from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';

/** What `myVendor` takes. */
export interface MyVendorOptions<Id extends string = string> {
  /** Stands before the slash in `my-vendor/first-model`, for two keys in one runtime. @defaultValue 'my-vendor' */
  readonly id?: Id | undefined;
  /** Without one there is a ConfigurationError, so that a variable that may be unset can be given. */
  readonly apiKey: string | undefined;
  /** Where the API is. @defaultValue 'https://api.my-vendor.example/v1' */
  readonly baseUrl?: string | URL | undefined;
}

/** The same, read and checked. */
export interface MyVendorSettings {
  readonly id: string;
  readonly apiKey: string;
  readonly baseUrl: URL;
}

export const myVendorSettings: readonly SettingDefinition[] = [
  { name: 'id', required: false },
  { name: 'apiKey', required: true },
  { name: 'baseUrl', required: false },
];

/**
 * Settings from whatever gave them.
 *
 * @throws ConfigurationError at the path of the first that can't be used
 */
export function readMyVendorSettings(options: object): MyVendorSettings {
  const names = myVendorSettings.map(({ name }) => name);
  assertKnownSettings(options, names);
  return {
    id: readId(readSetting(options, 'id') ?? 'my-vendor'),
    apiKey: readApiKey(readSetting(options, 'apiKey')),
    baseUrl: readBaseUrl(readSetting(options, 'baseUrl') ?? 'https://api.my-vendor.example/v1'),
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
    advice: 'My Vendor shows yours at https://my-vendor.example/keys',
  });
}
