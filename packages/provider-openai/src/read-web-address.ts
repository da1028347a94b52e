import { ConfigurationError } from '@understudy/core/provider';

/**
 * The base URL, with a slash at the end of its path, so that others are added to it.
 *
 * @throws ConfigurationError
 */
export function readBaseUrl(value: unknown): URL {
  const url = readWebAddress('baseUrl', value);
  if (url.username !== '' || url.password !== '') {
    throw new ConfigurationError({
      path: 'baseUrl',
      expected: 'an address without credentials',
      found: 'an address with credentials',
      advice: 'give the key as apiKey',
    });
  }
  if (url.hash !== '') {
    throw new ConfigurationError({
      path: 'baseUrl',
      expected: 'an address without a fragment',
      found: 'an address with one',
    });
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** @throws ConfigurationError */
export function readProxy(value: unknown): URL | undefined {
  return value === undefined ? undefined : readWebAddress('proxy', value);
}

function readWebAddress(path: string, value: unknown): URL {
  const expected = 'an address that begins with http:// or https://';
  if (typeof value !== 'string' && !(value instanceof URL)) {
    throw new ConfigurationError({ path, expected, found: typeof value });
  }
  const text = String(value);
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new ConfigurationError({ path, expected, found: text === '' ? 'nothing' : tell(text) });
}

/** An address may hold a password or a key; only what can't is quoted. */
function tell(value: string): string {
  return /^[\w.:/-]{1,80}$/.test(value) ? JSON.stringify(value) : 'something else';
}
