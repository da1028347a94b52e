import { ConfigurationError } from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';
import type { Quirks } from '@understudy/openai-wire';
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

import type { ApiName, Vendor } from '../vendor.ts';
import { readQuirks } from './read-quirks.ts';

/** The validated options of a provider factory. */
export interface OpenAiSettings {
  readonly id: string;
  /** The path ends with a slash. */
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  readonly apiKeyHeader: string;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: URL | undefined;
  readonly api: ApiName;
  readonly quirks: Quirks;
}

/** Returns the settings of a vendor. Servers on this machine do not require a key. */
export function settingsOf({ baseUrl, baseUrlEnvVars }: Vendor): readonly SettingDefinition[] {
  const isLocal = URL.parse(baseUrl)?.hostname === '127.0.0.1';
  return [
    commonSettings.id,
    { name: 'apiKey', required: !isLocal, secret: true },
    { name: 'baseUrl', required: isTemplate(baseUrl), envVars: baseUrlEnvVars },
    commonSettings.headers,
    { name: 'api', required: false },
    { name: 'quirks', required: false },
    commonSettings.proxy,
  ];
}

/**
 * Returns the quirks of a vendor. Most vendors ignore `max_completion_tokens`, so the limit would have no effect.
 * Vendors without images receive none of tool results.
 */
function quirksOf({ quirks, capabilities }: Vendor): Quirks {
  return {
    maxTokensField: 'max_tokens',
    ...(capabilities?.images === false && { resultFiles: false }),
    ...quirks,
  };
}

/**
 * Validates the options of a provider factory.
 *
 * @throws ConfigurationError with the path of the first invalid option
 */
export function readOpenAiSettings(options: object, vendor: Vendor): OpenAiSettings {
  assertKnownSettings(
    options,
    settingsOf(vendor).map(({ name }) => name),
  );
  const settings = {
    id: readId(readSetting(options, 'id'), vendor.id),
    baseUrl: readAddress(readSetting(options, 'baseUrl'), vendor),
    apiKey: readApiKey(readSetting(options, 'apiKey'), vendor.credentialEnvVars),
    apiKeyHeader: vendor.apiKeyHeader ?? 'authorization',
    headers: {
      ...readHeaders(vendor.headers),
      ...readHeaders(readSetting(options, 'headers')),
    },
    proxy: readProxy(readSetting(options, 'proxy')),
    api: readApi(readSetting(options, 'api')),
    quirks: { ...quirksOf(vendor), ...readQuirks(readSetting(options, 'quirks')) },
  };
  const { label, credentialEnvVars, baseUrl: vendorUrl } = vendor;
  const keyHeaders = ['authorization', settings.apiKeyHeader];
  const use = { ...settings, label, credentialEnvVars, vendorUrl, keyHeaders };
  assertApiKey(readSetting(options, 'apiKey'), use);
  return settings;
}

/**
 * Only undefined selects the address of the vendor, because another server must not receive the key and the prompts.
 */
function readAddress(value: unknown, vendor: Vendor): URL {
  if (value !== undefined) return readBaseUrl(value);
  if (!isTemplate(vendor.baseUrl)) return readBaseUrl(vendor.baseUrl);
  throw new ConfigurationError({
    path: 'baseUrl',
    expected: `an address of the form ${vendor.baseUrl}`,
    received: 'nothing',
  });
}

/** Returns whether a part of the address differs for each account. */
export function isTemplate(baseUrl: unknown): baseUrl is string {
  return typeof baseUrl === 'string' && baseUrl.replaceAll('{model}', '').includes('{');
}

function readApi(value: unknown): ApiName {
  if (value === undefined) return 'chat-completions';
  if (value === 'chat-completions' || value === 'responses') return value;
  const received = typeof value === 'string' ? 'another string' : describeType(value);
  throw new ConfigurationError({
    path: 'api',
    expected: 'chat-completions or responses',
    received,
  });
}
