import {
  ConfigurationError,
  isHeaderName,
  isHeaderValue,
  isJsonObject,
} from '@understudy/core/provider';

/** Say what the body is, and how it is carried: for us and for HTTP to decide. */
const ours: readonly string[] = [
  'accept',
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'host',
  'transfer-encoding',
];

/**
 * Headers with their names in lower case. No error shows a value.
 *
 * @throws ConfigurationError
 */
export function readHeaders(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isJsonObject(value)) {
    const expected = 'an object of names and values';
    throw new ConfigurationError({ path: 'headers', expected, received: typeof value });
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [readName(name), readValue(name, text)]),
  );
}

function readName(name: string): string {
  const lower = name.toLowerCase();
  if (isHeaderName(name) && !ours.includes(lower)) return lower;
  throw new ConfigurationError({
    path: 'headers',
    expected: `names of headers, and none of ${ours.join(', ')}`,
    received: isHeaderName(name) ? JSON.stringify(lower) : 'a name that is none',
  });
}

function readValue(name: string, value: unknown): string {
  if (typeof value === 'string' && isHeaderValue(value)) return value;
  throw new ConfigurationError({
    path: `headers.${name}`,
    expected: 'characters that a header can carry',
    received:
      typeof value === 'string' ? 'a line break, or a character beyond Latin-1' : typeof value,
  });
}
