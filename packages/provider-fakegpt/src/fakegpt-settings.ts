import { ConfigurationError } from '@understudy/core/provider';
import type { SettingSpec } from '@understudy/core/provider';

/** What `fakegpt` takes. */
export interface FakeGptOptions<Id extends string = string> {
  /**
   * Where the server is. There is no default: the public site is closed, and prompts must not go to
   * whoever owns its name next.
   */
  readonly baseUrl: string | URL;
  /** Stands before the slash in `fakegpt/gpt-4`. @defaultValue 'fakegpt' */
  readonly id?: Id | undefined;
  /** For all requests, logins included. @defaultValue none */
  readonly proxy?: string | URL | undefined;
  /** @defaultValue a Chrome of 2023 */
  readonly userAgent?: string | undefined;
  /** How many logins are kept; each carries one chat at a time. @defaultValue 4 */
  readonly sessions?: number | undefined;
}

/** The same, read and checked. */
export interface FakeGptSettings {
  readonly id: string;
  readonly baseUrl: URL;
  readonly proxy: URL | undefined;
  readonly userAgent: string | undefined;
  readonly sessions: number;
}

export const fakegptSettings: readonly SettingSpec[] = [
  { name: 'baseUrl', required: true },
  { name: 'id', required: false },
  { name: 'proxy', required: false },
  { name: 'userAgent', required: false },
  { name: 'sessions', required: false },
];

/**
 * Reads settings from whatever gave them.
 *
 * @throws ConfigurationError at the path of the first that can't be used
 */
export function readFakeGptSettings(options: object): FakeGptSettings {
  const known = fakegptSettings.map(({ name }) => name);
  const stranger = Object.keys(options).find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw refuse(stranger, `one of ${known.join(', ')}`, 'a setting of another name');
  }
  return {
    id: readId(own(options, 'id')),
    baseUrl: readBaseUrl(own(options, 'baseUrl')),
    proxy: readProxy(own(options, 'proxy')),
    userAgent: readUserAgent(own(options, 'userAgent')),
    sessions: readSessions(own(options, 'sessions')),
  };
}

function own(options: object, name: string): unknown {
  return Object.hasOwn(options, name) ? Reflect.get(options, name) : undefined;
}

function readId(value: unknown): string {
  if (value === undefined) return 'fakegpt';
  if (typeof value === 'string') return value;
  throw refuse('id', 'a name', typeof value);
}

/** With a slash at its end, so that the paths of the site are added to its own. */
function readBaseUrl(value: unknown): URL {
  const url = readWebAddress('baseUrl', value);
  if (url.username !== '' || url.password !== '') {
    throw refuse('baseUrl', 'an address without credentials', 'an address with credentials');
  }
  if (url.search !== '' || url.hash !== '') {
    throw refuse('baseUrl', 'an address without query and fragment', 'an address with one');
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
  if (value === undefined || value === '') throw refuse(path, expected, 'nothing');
  if (typeof value !== 'string' && !(value instanceof URL)) {
    throw refuse(path, expected, typeof value);
  }
  const url = URL.parse(String(value));
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw refuse(path, expected, tell(String(value)));
}

/** An address may hold a password or a key; only what can't is quoted. */
function tell(value: string): string {
  return /^[\w.:/-]{1,80}$/.test(value) ? JSON.stringify(value) : 'something else';
}

function readUserAgent(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(value)) {
    return value;
  }
  throw refuse('userAgent', 'visible ASCII characters and blanks', 'something else');
}

function readSessions(value: unknown): number {
  if (value === undefined) return 4;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  const found = typeof value === 'number' ? String(value) : typeof value;
  throw refuse('sessions', 'a whole number above 0', found);
}

function refuse(path: string, expected: string, found: string): ConfigurationError {
  return new ConfigurationError({ path, expected, found });
}
