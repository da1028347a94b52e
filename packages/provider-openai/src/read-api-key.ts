import { ConfigurationError } from '@understudy/core/provider';

/**
 * A key that can stand in a header; undefined where none is given. No error shows it.
 *
 * @throws ConfigurationError
 */
export function readApiKey(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new ConfigurationError({
    path: 'apiKey',
    expected: 'visible ASCII characters without blanks',
    received: typeof value === 'string' ? tellFault(value) : typeof value,
    advice: value === '' ? 'leave it out where the server needs none' : undefined,
  });
}

function tellFault(key: string): string {
  if (key === '') return 'nothing';
  if (/[\r\n]/.test(key)) return 'a key with a line break';
  if (/\s/.test(key)) return 'a key with a blank';
  return 'a key with another character';
}
