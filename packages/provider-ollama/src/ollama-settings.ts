import { ConfigurationError } from '@understudy/core/provider';
import type { SettingDefinition } from '@understudy/core/provider';
import {
  assertApiKey,
  assertKnownSettings,
  readApiKey,
  readBaseUrl,
  readHeaders,
  readProxy,
  readSetting,
} from '@understudy/provider-utils';
import { commonSettings, readId } from '@understudy/provider-utils/internal';

/** The options of `ollama()`. */
export interface OllamaOptions<Id extends string = string> {
  /**
   * The part before the slash in a model reference. Use two ids for two servers in one runtime.
   * @defaultValue 'ollama'
   */
  readonly id?: Id | undefined;
  /**
   * The address of the server, without `/api` and `/v1`. A host with or without a port is accepted too, as in the
   * variable `OLLAMA_HOST`.
   *
   * @defaultValue `http://127.0.0.1:11434`
   */
  readonly baseUrl?: string | URL | undefined;
  /**
   * The bearer token for `https://ollama.com`, where it is required, or for a proxy. `false` means "no key".
   * @defaultValue none: no `authorization` is sent
   */
  readonly apiKey?: string | false | undefined;
  /** Headers of every request. They replace the provider's own. @defaultValue none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The proxy for all requests. @defaultValue none */
  readonly proxy?: string | URL | undefined;
}

/** The lifecycle of the provider, see `ProviderDefinition.lifecycle`. */
export interface OllamaLifecycle {
  readonly state: 'active';
}

/** The validated options of `ollama()`. */
export interface OllamaSettings {
  readonly id: string;
  /** The path ends with a slash. */
  readonly baseUrl: URL;
  readonly apiKey: string | undefined;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: URL | undefined;
}

export const ollamaSettings: readonly SettingDefinition[] = [
  commonSettings.id,
  { name: 'baseUrl', required: false, envVars: ['OLLAMA_HOST'] },
  // A local server needs no key.
  { name: 'apiKey', required: false, secret: true },
  commonSettings.headers,
  commonSettings.proxy,
];

export const defaultId = 'ollama';

export const credentialEnvVars: readonly string[] = ['OLLAMA_API_KEY'];
const keyUse = {
  label: 'Ollama',
  credentialEnvVars,
  vendorUrl: 'https://ollama.com',
  keyHeaders: ['authorization'],
};

/**
 * Validates the options of `ollama()`.
 *
 * @throws ConfigurationError with the path of the first invalid option
 */
export function readOllamaSettings(options: object): OllamaSettings {
  assertKnownSettings(
    options,
    ollamaSettings.map(({ name }) => name),
  );
  const settings = {
    id: readId(readSetting(options, 'id'), defaultId),
    baseUrl: readServerUrl(readSetting(options, 'baseUrl')),
    apiKey: readApiKey(readSetting(options, 'apiKey'), credentialEnvVars),
    headers: readHeaders(readSetting(options, 'headers')),
    proxy: readProxy(readSetting(options, 'proxy')),
  };
  assertApiKey(readSetting(options, 'apiKey'), { ...settings, ...keyUse });
  return settings;
}

const defaultPort = '11434';
const defaultUrl = `http://127.0.0.1:${defaultPort}`;

/** Only undefined selects the default, because another server must not receive the key and the prompts. */
function readServerUrl(value: unknown): URL {
  const url = readBaseUrl(value === undefined ? defaultUrl : addScheme(value));
  if (url.search !== '') throw invalidValue('baseUrl', 'a URL without a query', 'a URL with one');
  const suffix = /\/(?:api|v1)\/$/.exec(url.pathname)?.[0];
  if (suffix === undefined) return url;
  throw invalidValue(
    'baseUrl',
    'the address of the server without a path of its API',
    `a URL that ends with ${suffix.slice(0, -1)}`,
  );
}

/** A host, optionally with a port, as in `OLLAMA_HOST`. */
const hostShape = /^(?:[a-z0-9.-]*|\[[0-9a-f:]+\])(?::\d{1,5})?\/*$/i;

/**
 * Adds what an address of `OLLAMA_HOST` leaves out. A server that listens on all addresses is called on this machine.
 */
function addScheme(value: unknown): unknown {
  if (typeof value !== 'string' || value === '' || !hostShape.test(value)) return value;
  const [, host = '', port = defaultPort] = /^(.*?)(?::(\d+))?\/*$/.exec(value) ?? [];
  const isAnyAddress = host === '' || host === '0.0.0.0' || host === '[::]';
  return `http://${isAnyAddress ? '127.0.0.1' : host}:${port}`;
}

function invalidValue(path: string, expected: string, received: string): ConfigurationError {
  return new ConfigurationError({ path, expected, received });
}
