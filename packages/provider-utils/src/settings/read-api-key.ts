import { describeType } from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';

/**
 * Returns the setting `apiKey`, or undefined if it is missing or false. Errors do not contain the key.
 *
 * @param credentialEnvVars - the environment variables that usually contain the key, for the error of an empty value
 * @throws ConfigurationError `invalid-configuration` if the value is empty, or has a character that a header with a key
 * cannot contain
 */
export function readApiKey(
  value: unknown,
  credentialEnvVars: readonly string[] = [],
): string | undefined {
  if (value === undefined || value === false) return undefined;
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value) && !quoted.test(value))
    return value;
  throw new ConfigurationError({
    path: 'apiKey',
    expected:
      value === '' && credentialEnvVars.length > 0
        ? `an API key, such as ${formatVariables(credentialEnvVars)}`
        : 'visible ASCII characters without spaces or quotes',
    received: typeof value === 'string' ? describeInvalidKey(value) : describeType(value),
    advice: value === '' ? noKeyAdvice : undefined,
  });
}

/** Docker passes on the quotes of a file with variables. */
const quoted = /^(["']).*\1$/;

const noKeyAdvice = 'pass false if the server needs no key';

function formatVariables(names: readonly string[]): string {
  return names.map((name) => `process.env.${name}`).join(' or ');
}

function describeInvalidKey(key: string): string {
  if (key === '') return 'an empty string';
  if (/[\r\n]/.test(key)) return 'a key with a line break';
  if (/\s/.test(key)) return 'a key with a space';
  if (quoted.test(key)) return 'a key in quotes';
  return 'a key with another character';
}

/** Which server receives the key, and where the key is usually stored. */
export interface ApiKeyUse {
  /** The name of the vendor for people. */
  readonly label: string;
  /** The environment variables that usually contain the key. Without one, no server requires a key. */
  readonly credentialEnvVars: readonly string[];
  /** The vendor's own address. Parts in braces differ for each account. */
  readonly vendorUrl: string;
  /** The address to which the key is sent. */
  readonly baseUrl: URL;
  /** The headers of all requests, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The names of the headers that can contain a key. */
  readonly keyHeaders: readonly string[];
}

/**
 * Rejects a missing key at the vendor's own address. The key can also be in a header, or in the parameter `key` of the
 * address. The value false means "no key". Call it after the other settings are read, because their errors are more
 * specific.
 *
 * @param value - the setting `apiKey`
 * @throws ConfigurationError `invalid-configuration` that names the environment variables
 */
export function assertApiKey(value: unknown, use: ApiKeyUse): void {
  if (value !== undefined || !isKeyMissing(use)) return;
  throw new ConfigurationError({
    path: 'apiKey',
    expected: `the API key of ${use.label}, such as ${formatVariables(use.credentialEnvVars)}`,
    received: 'nothing',
    advice: noKeyAdvice,
  });
}

function isKeyMissing({
  credentialEnvVars,
  vendorUrl,
  baseUrl,
  headers,
  keyHeaders,
}: ApiKeyUse): boolean {
  if (credentialEnvVars.length === 0 || isLoopback(baseUrl)) return false;
  if (keyHeaders.some((name) => Object.hasOwn(headers, name))) return false;
  return !baseUrl.searchParams.has('key') && hasHostOf(vendorUrl, baseUrl);
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
}

/** Returns whether a server has the host of an address. A label in braces matches any label. */
function hasHostOf(vendorUrl: string, { host }: URL): boolean {
  const [, vendorHost = ''] = /^\w+:\/\/([^/?#]*)/.exec(vendorUrl) ?? [];
  const expected = vendorHost.toLowerCase().split('.');
  const labels = host.split('.');
  if (labels.length !== expected.length) return false;
  return expected.every((label, index) => label.startsWith('{') || label === labels[index]);
}
