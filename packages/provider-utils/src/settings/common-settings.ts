import { describeType } from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';

/** The settings that are the same for all providers. */
export const commonSettings: Readonly<Record<'id' | 'headers' | 'proxy', SettingDefinition>> = {
  id: { name: 'id', required: false },
  // They can contain a key.
  headers: { name: 'headers', required: false, secret: true },
  // It can contain a password.
  proxy: { name: 'proxy', required: false, secret: true },
};

/**
 * Returns the setting `id`.
 *
 * @throws ConfigurationError `invalid-configuration` if the value is not a string
 */
export function readId(value: unknown, defaultId: string): string {
  if (value === undefined) return defaultId;
  if (typeof value === 'string') return value;
  throw new ConfigurationError({ path: 'id', expected: 'a string', received: describeType(value) });
}
