import { apiVersions } from '@understudy/anthropic-wire';
import type { ApiVersion } from '@understudy/anthropic-wire';
import { ConfigurationError } from '@understudy/core/provider';
import type { GrowingList, ProviderDefinition, SettingDefinition } from '@understudy/core/provider';
import {
  assertApiKey,
  assertKnownSettings,
  describeType,
  readApiKey,
  readBaseUrl,
  readHeaders,
  readProxy,
  readSetting,
} from '@understudy/provider-utils';
import { commonSettings, readId } from '@understudy/provider-utils/internal';

import type { AnthropicModel } from './anthropic-models.ts';

/** The options of `anthropic()`. */
export interface AnthropicOptions<Id extends string = string> {
  /**
   * The part before the slash in a model reference. Use two ids for two keys or servers in one runtime.
   *
   * @defaultValue 'anthropic'
   */
  readonly id?: Id | undefined;
  /**
   * The key, in visible ASCII characters. It is sent as `x-api-key`. Required at Anthropic's own address, unless a
   * header contains a key. `false` means "no key".
   * @defaultValue none
   */
  readonly apiKey?: string | false | undefined;
  /**
   * The address of the API, with `/v1`. Its path and query are kept. Credentials in it are invalid.
   *
   * @defaultValue 'https://api.anthropic.com/v1'
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * The version of the API, which is sent as `anthropic-version`. `2026-10-21` accepts no sampling settings.
   *
   * @defaultValue '2023-06-01'
   */
  readonly apiVersion?: ApiVersion | undefined;
  /**
   * Headers of every request. They replace the provider's own: with `authorization` or `x-api-key`, `apiKey` is not
   * sent. Values of `anthropic-beta` are added to those of a request. The headers of a call do not replace them.
   *
   * @defaultValue none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether the server ends a stream with `message_stop`. If false, a stream that ends after its stop reason is
   * complete. Some proxies do not send the event.
   *
   * @defaultValue true
   */
  readonly messageStop?: boolean | undefined;
  /** The proxy for all requests. @defaultValue none */
  readonly proxy?: string | URL | undefined;
}

/** The lifecycle of the provider, see `ProviderDefinition.lifecycle`. */
export interface AnthropicLifecycle {
  readonly state: 'active';
}

/** What `anthropic()` returns. */
export type AnthropicDefinition<Id extends string> = ProviderDefinition<
  Id,
  GrowingList<AnthropicModel>,
  AnthropicLifecycle
>;

/** The validated options of `anthropic()`. */
export interface AnthropicSettings {
  readonly id: string;
  /** The path ends with a slash. */
  readonly baseUrl: URL;
  readonly apiVersion: ApiVersion;
  readonly apiKey: string | undefined;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly messageStop: boolean;
  readonly proxy: URL | undefined;
}

export const anthropicSettings: readonly SettingDefinition[] = [
  commonSettings.id,
  { name: 'apiKey', required: true, secret: true },
  // Anthropic's SDKs and Claude Code read the address without the version.
  { name: 'baseUrl', required: false, envVars: ['ANTHROPIC_BASE_URL'], envPath: '/v1' },
  { name: 'apiVersion', required: false },
  commonSettings.headers,
  { name: 'messageStop', required: false },
  commonSettings.proxy,
];

export const defaultId = 'anthropic';
const defaultUrl = 'https://api.anthropic.com/v1';

export const credentialEnvVars: readonly string[] = ['ANTHROPIC_API_KEY'];
const keyUse = {
  label: 'Anthropic',
  credentialEnvVars,
  vendorUrl: defaultUrl,
  keyHeaders: ['authorization', 'x-api-key'],
};

/**
 * Validates the options of `anthropic()`.
 *
 * @throws ConfigurationError with the path of the first invalid option
 */
export function readAnthropicSettings(options: object): AnthropicSettings {
  assertKnownSettings(
    options,
    anthropicSettings.map(({ name }) => name),
  );
  const baseUrl = readSetting(options, 'baseUrl');
  const settings = {
    id: readId(readSetting(options, 'id'), defaultId),
    // Only undefined selects the address of the vendor, because another server must not receive the key and the
    // prompts.
    baseUrl: readBaseUrl(baseUrl === undefined ? defaultUrl : baseUrl),
    apiVersion: readApiVersion(readSetting(options, 'apiVersion')),
    apiKey: readApiKey(readSetting(options, 'apiKey'), credentialEnvVars),
    headers: readHeaders(readSetting(options, 'headers')),
    messageStop: readMessageStop(readSetting(options, 'messageStop')),
    proxy: readProxy(readSetting(options, 'proxy')),
  };
  assertApiKey(readSetting(options, 'apiKey'), { ...settings, ...keyUse });
  return settings;
}

function readApiVersion(value: unknown): ApiVersion {
  if (value === undefined) return '2023-06-01';
  const version = apiVersions.find((each) => each === value);
  if (version !== undefined) return version;
  const received = typeof value === 'string' ? 'another string' : describeType(value);
  throw invalidSetting('apiVersion', apiVersions.join(' or '), received);
}

function readMessageStop(value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? true;
  throw invalidSetting('messageStop', 'true or false', describeType(value));
}

function invalidSetting(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
