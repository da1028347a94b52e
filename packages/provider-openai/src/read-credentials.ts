import { ConfigurationError, isJsonObject } from '@understudy/core/provider';

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
    found: typeof value === 'string' ? tellFault(value) : typeof value,
    advice: value === '' ? 'leave it out where the server needs none' : undefined,
  });
}

function tellFault(key: string): string {
  if (key === '') return 'nothing';
  if (/[\r\n]/.test(key)) return 'a key with a line break';
  if (/\s/.test(key)) return 'a key with a blank';
  return 'a key with another character';
}

/** RFC 9110, 5.1 and 5.5: a token; visible characters, blanks, tabs, the upper half of Latin-1. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/;

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
    throw new ConfigurationError({ path: 'headers', expected, found: typeof value });
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [readName(name), readValue(name, text)]),
  );
}

function readName(name: string): string {
  const lower = name.toLowerCase();
  if (headerName.test(name) && !ours.includes(lower)) return lower;
  throw new ConfigurationError({
    path: 'headers',
    expected: `names of headers, and none of ${ours.join(', ')}`,
    found: headerName.test(name) ? JSON.stringify(lower) : 'a name that is none',
  });
}

function readValue(name: string, value: unknown): string {
  if (typeof value === 'string' && headerValue.test(value)) return value;
  throw new ConfigurationError({
    path: `headers.${name}`,
    expected: 'characters that a header can carry',
    found: typeof value === 'string' ? 'a line break, or a character beyond Latin-1' : typeof value,
  });
}
