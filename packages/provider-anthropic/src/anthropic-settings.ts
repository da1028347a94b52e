import { apiVersions } from '@understudy/anthropic-wire';
import type { ApiVersion } from '@understudy/anthropic-wire';
import { ConfigurationError } from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';
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

/** The validated options. */
export interface AnthropicSettings {
  readonly id: string | undefined;
  /** The path ends with a slash. */
  readonly baseUrl: URL;
  readonly apiVersion: ApiVersion;
  readonly apiKey: string | undefined;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly messageStop: boolean;
  readonly proxy: URL | undefined;
}

const settingNames = [
  'id',
  'apiKey',
  'baseUrl',
  'apiVersion',
  'headers',
  'messageStop',
  'proxy',
] as const;

/** A proxy URL can contain a password, and a header a key. */
const secretNames: readonly string[] = ['apiKey', 'headers', 'proxy'];

export const settingDefinitions: readonly SettingDefinition[] = settingNames.map((name) => ({
  name,
  required: name === 'apiKey',
  secret: secretNames.includes(name),
  // Anthropic's SDKs and Claude Code read the address without the version.
  ...(name === 'baseUrl' && { envVars: ['ANTHROPIC_BASE_URL'], envPath: '/v1' }),
}));

const defaultUrl = 'https://api.anthropic.com/v1';

export const credentialEnvVars: readonly string[] = ['ANTHROPIC_API_KEY'];
const keyUse = {
  label: 'Anthropic',
  credentialEnvVars,
  vendorUrl: defaultUrl,
  keyHeaders: ['authorization', 'x-api-key'],
};

/**
 * Validates the options.
 *
 * @throws ConfigurationError with the path of the first invalid option
 */
export function readSettings(options: object): AnthropicSettings {
  assertKnownSettings(options, settingNames);
  const baseUrl = readSetting(options, 'baseUrl');
  const settings = {
    id: readId(readSetting(options, 'id')),
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

function readId(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw invalidSetting('id', 'a string', describeType(value));
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
