import {
  assertKnownSettings,
  ConfigurationError,
  readBaseUrl,
  readProxy,
  readSetting,
} from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';

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

export const fakegptSettings: readonly SettingDefinition[] = [
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
  assertKnownSettings(
    options,
    fakegptSettings.map(({ name }) => name),
  );
  return {
    id: readId(readSetting(options, 'id')),
    baseUrl: readSite(readSetting(options, 'baseUrl')),
    proxy: readProxy(readSetting(options, 'proxy')),
    userAgent: readUserAgent(readSetting(options, 'userAgent')),
    sessions: readSessions(readSetting(options, 'sessions')),
  };
}

function readId(value: unknown): string {
  if (value === undefined) return 'fakegpt';
  if (typeof value === 'string') return value;
  throw refuse('id', 'a name', typeof value);
}

/** A query would be lost where paths are added. */
function readSite(value: unknown): URL {
  const url = readBaseUrl(value);
  if (url.search === '') return url;
  throw refuse('baseUrl', 'an address without a query', 'an address with one');
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

function refuse(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
