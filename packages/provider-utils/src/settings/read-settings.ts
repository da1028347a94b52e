import {
  assertKnownNames,
  describeType,
  isFieldObject,
  maskCredentials,
} from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';

/** Returns the value of a setting, or undefined if it is missing. Inherited properties are not settings. */
export function readSetting(settings: object, name: string): unknown {
  return Object.hasOwn(settings, name) ? Reflect.get(settings, name) : undefined;
}

/**
 * Rejects settings that are not an object, or that a factory does not know, because it would ignore them.
 *
 * @param prefix - the beginning of the path, for example `quirks.`
 * @throws ConfigurationError `invalid-configuration` for the first unknown setting
 */
export function assertKnownSettings(
  settings: object,
  known: readonly string[],
  prefix: string = '',
): void {
  const given: unknown = settings;
  if (!isFieldObject(given)) {
    throw invalidSetting('options', `an object with ${known.join(', ')}`, describeType(given));
  }
  assertKnownNames(settings, known, prefix);
}

/**
 * Returns the setting `baseUrl` as a new URL whose path ends with a slash, so that other paths can be appended.
 *
 * @throws ConfigurationError `invalid-configuration` if the value is not an HTTP URL, has credentials or a fragment, or
 * has a host that can be a key
 */
export function readBaseUrl(value: unknown): URL {
  const url = readHttpUrl('baseUrl', value);
  if (url.username !== '' || url.password !== '') {
    throw invalidSetting('baseUrl', 'a URL without credentials', 'a URL with credentials');
  }
  if (url.hash !== '') {
    throw invalidSetting('baseUrl', 'a URL without a fragment', 'a URL with a fragment');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/**
 * Returns the setting `proxy` as a new URL, or undefined if it is missing. The URL can contain a user name and a
 * password.
 *
 * @throws ConfigurationError `invalid-configuration` if the value is not an HTTP URL
 */
export function readProxy(value: unknown): URL | undefined {
  return value === undefined ? undefined : readHttpUrl('proxy', value);
}

function readHttpUrl(path: string, value: unknown): URL {
  const expected = 'a URL that starts with http:// or https://';
  if (value === undefined || value === '') throw invalidSetting(path, expected, 'nothing');
  if (typeof value !== 'string' && !(value instanceof URL)) {
    throw invalidSetting(path, expected, describeType(value));
  }
  const url = URL.parse(String(value));
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw invalidSetting(path, expected, describeUrl(String(value)));
  }
  // Error messages and telemetry contain the host.
  if (isKey(url.hostname)) {
    throw invalidSetting(path, 'a URL with the name of a server', 'a URL whose host can be a key');
  }
  return url;
}

/** The names of servers in a local network have no dots either, but keys are longer. */
function isKey(host: string): boolean {
  return host.length >= 35 && !host.includes('.') && maskCredentials(host) !== host;
}

/** The text can be a key that was passed as the wrong setting, so it is not quoted. */
function describeUrl(text: string): string {
  if (/^https?:/i.test(text)) return 'an incomplete URL';
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
    ? 'a URL with another scheme'
    : 'a string that is not a URL';
}

function invalidSetting(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
