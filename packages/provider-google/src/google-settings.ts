import type { GrowingList, ProviderDefinition, SettingDefinition } from '@understudy/core/provider';
import {
  assertApiKey,
  assertKnownSettings,
  readApiKey,
  readBaseUrl,
  readHeaders,
  readProxy,
  readSetting,
} from '@understudy/provider-utils';
import { commonSettings, readId } from '@understudy/provider-utils/internal';

import type { GoogleModel } from './google-models.ts';

/** The options of `google()`. */
export interface GoogleOptions<Id extends string = string> {
  /**
   * The part before the slash in a model reference. Use two ids for two keys or servers in one runtime.
   *
   * @defaultValue 'google'
   */
  readonly id?: Id | undefined;
  /**
   * The key, in visible ASCII characters. It is sent as `x-goog-api-key`. Required at Google's own address, unless a
   * header or the parameter `key` of the address contains a key. `false` means "no key". @defaultValue none
   */
  readonly apiKey?: string | false | undefined;
  /**
   * The address of the API, with its version. Its path and query are kept. Credentials in it are invalid.
   *
   * @defaultValue 'https://generativelanguage.googleapis.com/v1beta'
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * Headers of every request. They replace the provider's own: with `authorization` or `x-goog-api-key`, `apiKey` is
   * not sent. The headers of a call do not replace them.
   *
   * @defaultValue none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The proxy for all requests. @defaultValue none */
  readonly proxy?: string | URL | undefined;
}

/** The lifecycle of the provider, see `ProviderDefinition.lifecycle`. */
export interface GoogleLifecycle {
  readonly state: 'active';
}

/** What `google()` returns. */
export type GoogleDefinition<Id extends string> = ProviderDefinition<
  Id,
  GrowingList<GoogleModel>,
  GoogleLifecycle
>;

/** The validated options of `google()`. */
export interface GoogleSettings {
  readonly id: string;
  /** The path ends with a slash. */
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: URL | undefined;
}

export const googleSettings: readonly SettingDefinition[] = [
  commonSettings.id,
  { name: 'apiKey', required: true, secret: true },
  // Google's SDKs read the address without the version.
  { name: 'baseUrl', required: false, envVars: ['GOOGLE_GEMINI_BASE_URL'], envPath: '/v1beta' },
  commonSettings.headers,
  commonSettings.proxy,
];

export const defaultId = 'google';
const defaultUrl = 'https://generativelanguage.googleapis.com/v1beta';

export const credentialEnvVars: readonly string[] = ['GEMINI_API_KEY', 'GOOGLE_API_KEY'];
const keyUse = {
  label: 'Google Gemini',
  credentialEnvVars,
  vendorUrl: defaultUrl,
  keyHeaders: ['authorization', 'x-goog-api-key'],
};

/**
 * Validates the options of `google()`.
 *
 * @throws ConfigurationError with the path of the first invalid option
 */
export function readGoogleSettings(options: object): GoogleSettings {
  assertKnownSettings(
    options,
    googleSettings.map(({ name }) => name),
  );
  const baseUrl = readSetting(options, 'baseUrl');
  const settings = {
    id: readId(readSetting(options, 'id'), defaultId),
    // Only undefined selects the address of the vendor, because another server must not receive the key and the
    // prompts.
    baseUrl: readBaseUrl(baseUrl === undefined ? defaultUrl : baseUrl),
    apiKey: readApiKey(readSetting(options, 'apiKey'), credentialEnvVars),
    headers: readHeaders(readSetting(options, 'headers')),
    proxy: readProxy(readSetting(options, 'proxy')),
  };
  assertApiKey(readSetting(options, 'apiKey'), { ...settings, ...keyUse });
  return settings;
}
