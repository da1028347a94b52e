import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { resolve } from 'import-meta-resolve';

import { ConfigurationError } from '../errors/configuration-error.ts';
import { invalidValue } from '../input/readers.ts';
import { readObject } from '../json/read-json-value.ts';
import { runEntryOnce, registerProvider } from '../provider/catalog.ts';
import { isFactory, readRegistration } from '../provider/read-definition.ts';
import type { ProviderRegistration } from '../provider/registration.ts';
import type { FoundPackage } from './find-packages.ts';

/** A provider that a package.json declares. */
export interface DeclaredProvider {
  readonly id: string;
  /** The name of the exported factory. */
  readonly exportName: string;
  readonly found: FoundPackage;
}

/**
 * Imports the package of a provider and registers the provider.
 *
 * @throws ConfigurationError `invalid-configuration` if the import fails or the factory is not exported
 */
export async function loadProvider(declared: DeclaredProvider): Promise<ProviderRegistration> {
  const { id, exportName, found } = declared;
  const exported: unknown = Reflect.get(await importEntry(resolveEntry(found, '')), exportName);
  if (!isFactory(exported)) {
    throw invalidValue(`${found.name}: ${exportName}`, 'an exported provider factory', exported);
  }
  const registration = hasRegister(found)
    ? await importRegistration(declared)
    : readRegistration({ id, factory: exported });
  registerProvider(registration);
  return registration;
}

function hasRegister({ manifest }: FoundPackage): boolean {
  return Object.hasOwn(readObject(manifest, 'exports') ?? {}, './register');
}

async function importRegistration({ id, found }: DeclaredProvider): Promise<ProviderRegistration> {
  const entry = resolveEntry(found, '/register');
  const registered = await runEntryOnce(entry.url, () => importEntry(entry));
  const registration = registered.find((known) => known.id === id);
  if (registration) return registration;
  throw invalidValue(entry.specifier, `an entry that registers the provider "${id}"`, undefined);
}

interface Entry {
  readonly specifier: string;
  readonly url: string;
}

/** Resolves an entry as code of the project that depends on the package does. */
function resolveEntry({ name, home }: FoundPackage, path: '' | '/register'): Entry {
  const specifier = `${name}${path}`;
  try {
    const url = resolve(specifier, pathToFileURL(join(home, 'package.json')).href);
    return { specifier, url };
  } catch (error) {
    throw createImportError(specifier, error);
  }
}

async function importEntry({ specifier, url }: Entry): Promise<object> {
  try {
    const module: object = await import(url);
    return module;
  } catch (error) {
    throw createImportError(specifier, error);
  }
}

function createImportError(specifier: string, cause: unknown): ConfigurationError {
  const [firstLine = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1);
  return new ConfigurationError({
    path: specifier,
    expected: 'code that can be imported',
    received: JSON.stringify(firstLine),
    cause,
  });
}
