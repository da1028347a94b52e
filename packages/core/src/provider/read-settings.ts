import { ConfigurationError } from '../errors/configuration-error.ts';
import { assertKnownNames } from './known-names.ts';

/** What a factory was given under a name; undefined where it is not its own. */
export function readSetting(settings: object, name: string): unknown {
  return Object.hasOwn(settings, name) ? Reflect.get(settings, name) : undefined;
}

/**
 * Refuses settings that a factory does not know, since they would be ignored.
 *
 * @throws ConfigurationError at the first of them
 */
export function assertKnownSettings(settings: object, known: readonly string[]): void {
  assertKnownNames(settings, known);
}

/**
 * The setting `baseUrl`, with a slash at the end of its path, so that other paths are added to its own.
 *
 * @throws ConfigurationError for what is no web address, and for one with credentials or a fragment
 */
export function readBaseUrl(value: unknown): URL {
  const url = readWebAddress('baseUrl', value);
  if (url.username !== '' || url.password !== '') {
    throw invalidValue('baseUrl', 'an address without credentials', 'an address with credentials');
  }
  if (url.hash !== '')
    throw invalidValue('baseUrl', 'an address without a fragment', 'an address with one');
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/**
 * The setting `proxy`, which may hold a name and a password.
 *
 * @throws ConfigurationError for what is no web address
 */
export function readProxy(value: unknown): URL | undefined {
  return value === undefined ? undefined : readWebAddress('proxy', value);
}

function readWebAddress(path: string, value: unknown): URL {
  const expected = 'an address that begins with http:// or https://';
  if (value === undefined || value === '') throw invalidValue(path, expected, 'nothing');
  if (typeof value !== 'string' && !(value instanceof URL)) {
    throw invalidValue(path, expected, typeof value);
  }
  const url = URL.parse(String(value));
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw invalidValue(path, expected, describeValue(String(value)));
}

/** An address may hold a password or a key; only what can't is quoted. */
function describeValue(value: string): string {
  return /^[\w.:/-]{1,80}$/.test(value) ? JSON.stringify(value) : 'something else';
}

function invalidValue(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
