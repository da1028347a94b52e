import { ConfigurationError } from '@understudy/core';
import { isRecord, readSecretReference } from '@understudy/core/internal';
import type { SecretReference } from '@understudy/core/internal';
import type { SettingDefinition } from '@understudy/core/provider';

import { Secret } from './secret.ts';

/** The names of headers that carry a credential. */
const carriesKey = /authorization|cookie|key|secret|token/i;

/** Where secrets are read from. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads a text file. Rejects with the error of the system. */
  readonly readFile: (path: string) => Promise<string>;
}

/** A provider that is registered. */
export interface SecretSettings {
  readonly id: string;
  readonly settings: readonly SettingDefinition[];
}

/** The settings of providers, by provider id. */
export type ProviderSettings = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Replaces the references `{ "env": "NAME" }` and `{ "file": "path" }` in the settings of providers, and in their
 * headers, by secrets, without the white space around them.
 *
 * @param path - the path of the settings, for error messages
 * @throws ConfigurationError for a variable that is not set, a file that cannot be read, and a plain text in a setting
 * that the provider marks as secret. In the headers of a provider, this applies to headers that carry a credential
 */
export async function resolveSecrets(
  settings: ProviderSettings,
  providers: readonly SecretSettings[],
  sources: SecretSources,
  path: string = 'settings',
): Promise<ProviderSettings> {
  return mapValues(settings, async (fields, id) => {
    const provider = providers.find((one) => one.id === id);
    return mapValues(fields, (value, name) => {
      const definition = provider?.settings.find((one) => one.name === name);
      const context = { path: `${path}.${id}.${name}`, isSecret: definition?.secret === true };
      return resolveValue(value, context, sources);
    });
  });
}

/** Replaces the secrets in resolved settings by their texts, for `createUnderstudy`. */
export function revealSecrets(settings: ProviderSettings): ProviderSettings {
  const reveal = (value: unknown): unknown => {
    if (value instanceof Secret) return value.reveal();
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, reveal(field)]));
  };
  return Object.fromEntries(
    Object.entries(settings).map(([id, fields]) => [
      id,
      Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, reveal(field)])),
    ]),
  );
}

interface Context {
  readonly path: string;
  readonly isSecret: boolean;
}

async function resolveValue(
  value: unknown,
  context: Context,
  sources: SecretSources,
): Promise<unknown> {
  if (typeof value === 'string' && context.isSecret) throw plainText(context.path);
  const reference = readSecretReference(value);
  if (reference) return new Secret(await readSecret(reference, context.path, sources));
  if (!isRecord(value)) return value;
  if (context.isSecret && context.path.endsWith('.apiKey')) {
    throw invalidReference(context.path, 'an object with other fields');
  }
  return mapValues(value, (field, name) =>
    resolveValue(
      field,
      { path: `${context.path}.${name}`, isSecret: context.isSecret && carriesKey.test(name) },
      sources,
    ),
  );
}

async function readSecret(
  { kind, name }: SecretReference,
  path: string,
  { env, readFile }: SecretSources,
): Promise<string> {
  if (kind === 'env') {
    if (name === '') {
      const expected = 'the name of a variable';
      throw new ConfigurationError({ path, expected, received: 'an empty string' });
    }
    const secret = (env[name] ?? '').trim();
    if (secret !== '') return secret;
    const received = Object.hasOwn(env, name) ? 'an empty one' : 'none';
    const advice = name.startsWith('$')
      ? 'write the name without "$"'
      : 'set it in the environment of the process';
    throw new ConfigurationError({ path, expected: `the variable ${name}`, received, advice });
  }
  const secret = (await readSecretFile(name, path, readFile)).trim();
  if (secret !== '') return secret;
  throw new ConfigurationError({
    path,
    expected: 'a file with a secret',
    received: 'an empty one',
  });
}

async function readSecretFile(
  name: string,
  path: string,
  readFile: SecretSources['readFile'],
): Promise<string> {
  try {
    return await readFile(name);
  } catch (error) {
    const code: unknown = Object(error).code;
    const received = typeof code === 'string' ? code : 'an unknown error';
    const expected = `a readable file at ${JSON.stringify(name)}`;
    throw new ConfigurationError({ path, expected, received });
  }
}

function plainText(path: string): ConfigurationError {
  const advice = 'move the secret out of the file, into a variable or a file of its own';
  return invalidReference(path, 'a plain text', advice);
}

function invalidReference(path: string, received: string, advice?: string): ConfigurationError {
  const expected = '{ "env": "NAME" } or { "file": "path" }';
  return new ConfigurationError({ path, expected, received, advice });
}

/** Calls `change` for all values at the same time, and returns an object with its results. */
async function mapValues<Value, Changed>(
  object: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => Promise<Changed>,
): Promise<Readonly<Record<string, Changed>>> {
  const entries = Object.entries(object).map(
    async ([name, value]) => [name, await change(value, name)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
