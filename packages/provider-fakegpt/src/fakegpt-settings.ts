import { ConfigurationError } from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';
import {
  assertKnownSettings,
  readBaseUrl,
  readProxy,
  readSetting,
} from '@understudy/provider-utils';
import { commonSettings, readId } from '@understudy/provider-utils/internal';

/** The options of `fakegpt()`. */
export interface FakeGptOptions<Id extends string = string> {
  /**
   * The address of the server. It may have a path, but no query and no credentials.
   *
   * There is no default, because the public server is closed, and prompts must not be sent to a later
   * owner of its name.
   */
  readonly baseUrl: string | URL;
  /** The part before the slash in a model reference. @defaultValue 'fakegpt' */
  readonly id?: Id | undefined;
  /** The proxy for all requests, logins included. @defaultValue none */
  readonly proxy?: string | URL | undefined;
  /** The `user-agent` header. @defaultValue Chrome of 2023 */
  readonly userAgent?: string | undefined;
  /** The maximum number of logins. Each runs one chat at a time. @defaultValue 4 */
  readonly sessions?: number | undefined;
}

/** The validated options of `fakegpt()`. */
export interface FakeGptSettings {
  readonly id: string;
  readonly baseUrl: URL;
  readonly proxy: URL | undefined;
  readonly userAgent: string | undefined;
  readonly sessions: number;
}

export const fakegptSettings: readonly SettingDefinition[] = [
  { name: 'baseUrl', required: true },
  commonSettings.id,
  commonSettings.proxy,
  { name: 'userAgent', required: false },
  { name: 'sessions', required: false },
];

/**
 * Validates the options of `fakegpt()`. Without options, `baseUrl` is missing.
 *
 * @throws ConfigurationError with the path of the first invalid option
 */
export function readFakeGptSettings(options: object = {}): FakeGptSettings {
  assertKnownSettings(
    options,
    fakegptSettings.map(({ name }) => name),
  );
  return {
    id: readId(readSetting(options, 'id'), 'fakegpt'),
    baseUrl: readServerUrl(readSetting(options, 'baseUrl')),
    proxy: readProxy(readSetting(options, 'proxy')),
    userAgent: readUserAgent(readSetting(options, 'userAgent')),
    sessions: readSessions(readSetting(options, 'sessions')),
  };
}

/** A query would be lost when paths are appended. */
function readServerUrl(value: unknown): URL {
  const url = readBaseUrl(value);
  if (url.search === '') return url;
  throw invalidValue('baseUrl', 'a URL without a query', 'a URL with a query');
}

function readUserAgent(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(value)) {
    return value;
  }
  throw invalidValue('userAgent', 'visible ASCII characters and spaces', 'another value');
}

function readSessions(value: unknown): number {
  if (value === undefined) return 4;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  const received = typeof value === 'number' ? String(value) : typeof value;
  throw invalidValue('sessions', 'an integer of 1 or more', received);
}

function invalidValue(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
