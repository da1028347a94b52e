import {
  assertKnownSettings,
  ConfigurationError,
  readBaseUrl,
  readProxy,
  readSetting,
} from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';
import type { Quirks } from '@understudy/openai-wire';

import { readApiKey } from './read-api-key.ts';
import { readHeaders } from './read-headers.ts';
import { readQuirks } from './read-quirks.ts';
import type { Vendor } from './vendor.ts';

/** What a factory takes, read and checked. */
export interface OpenAiSettings {
  readonly id: string;
  /** With a slash at the end of its path. */
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: URL | undefined;
  readonly quirks: Quirks;
}

const settingNames = ['id', 'apiKey', 'baseUrl', 'headers', 'quirks', 'proxy'] as const;

/** What a vendor's factory takes; a vendor on this machine asks for no key. */
export function settingsOf({ baseUrl }: Vendor): readonly SettingDefinition[] {
  const isNear = new URL(baseUrl).hostname === '127.0.0.1';
  return settingNames.map((name) => ({ name, required: name === 'apiKey' && !isNear }));
}

/** Unlike OpenAI: most others pass over `max_completion_tokens`, and so would the limit be. */
const usualQuirks: Quirks = { maxTokensField: 'max_tokens' };

/**
 * Reads settings from whatever gave them.
 *
 * @throws ConfigurationError at the path of the first that can't be used
 */
export function readOpenAiSettings(options: object, vendor: Vendor): OpenAiSettings {
  assertKnownSettings(options, settingNames);
  return {
    id: readId(readSetting(options, 'id')) ?? vendor.id,
    baseUrl: readBaseUrl(readSetting(options, 'baseUrl') ?? vendor.baseUrl),
    apiKey: readApiKey(readSetting(options, 'apiKey')),
    headers: readHeaders(readSetting(options, 'headers')),
    proxy: readProxy(readSetting(options, 'proxy')),
    quirks: { ...usualQuirks, ...vendor.quirks, ...readQuirks(readSetting(options, 'quirks')) },
  };
}

function readId(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new ConfigurationError({ path: 'id', expected: 'a name', received: typeof value });
}
