import { describeType, isHeaderName, isHeaderValue, isRecord } from '@understudy/core/internal';
import { ConfigurationError } from '@understudy/core/provider';

/** Set by the provider or by HTTP: they describe the body and its transport. */
const reservedNames: readonly string[] = [
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'host',
  'transfer-encoding',
];

/**
 * Returns the setting `headers` with names in lower case, or no headers if it is missing. Errors do not contain values.
 *
 * @throws ConfigurationError `invalid-configuration` for a name that the provider or HTTP sets, and for a name or a
 * value that is not valid
 */
export function readHeaders(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isRecord(value)) {
    const expected = 'an object of header names and values';
    throw new ConfigurationError({ path: 'headers', expected, received: describeType(value) });
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [readName(name), readValue(name, text)]),
  );
}

function readName(name: string): string {
  const lowerCaseName = name.toLowerCase();
  if (isHeaderName(name) && !reservedNames.includes(lowerCaseName)) return lowerCaseName;
  throw new ConfigurationError({
    path: 'headers',
    expected: `header names other than ${reservedNames.join(', ')}`,
    received: reservedNames.includes(lowerCaseName)
      ? JSON.stringify(lowerCaseName)
      : 'an invalid header name',
  });
}

function readValue(name: string, value: unknown): string {
  if (typeof value === 'string' && isHeaderValue(value)) return value;
  throw new ConfigurationError({
    path: `headers.${name}`,
    expected: 'a valid header value',
    received:
      typeof value === 'string'
        ? 'a line break or a character outside of Latin-1'
        : describeType(value),
  });
}
