import { ConfigurationError } from '@understudy/core/provider';

import { describeType } from './read-settings.ts';

/**
 * Returns the setting `apiKey`, or undefined if it is missing. Errors do not contain the key.
 *
 * @throws ConfigurationError `invalid-configuration` if the value is empty, or has a character that a header with a key
 * cannot contain
 */
export function readApiKey(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigurationError({
    path: 'apiKey',
    expected: 'visible ASCII characters without spaces',
    received: typeof value === 'string' ? describeInvalidKey(value) : describeType(value),
    advice: value === '' ? 'omit it if the server needs no key' : undefined,
  });
}

function describeInvalidKey(key: string): string {
  if (key === '') return 'an empty string';
  if (/[\r\n]/.test(key)) return 'a key with a line break';
  if (/\s/.test(key)) return 'a key with a space';
  return 'a key with another character';
}
