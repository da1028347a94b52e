import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { resolve } from 'import-meta-resolve';

import { ConfigurationError } from '../errors/configuration-error.ts';
import { readObject } from '../json/read-json-value.ts';
import { runEntryOnce, registerProvider } from '../provider/catalog.ts';
import type { ProviderRegistration } from '../provider/catalog.ts';
import { invalidValue } from '../registry/configuration-reader.ts';
import type { FoundPackage } from './find-packages.ts';

/** A provider as a package.json states it. */
export interface Offer {
  readonly id: string;
  /** The export that makes it. */
  readonly exportName: string;
  readonly found: FoundPackage;
}

type Factory = ProviderRegistration['factory'];

/**
 * Imports the package of a provider, and puts the provider on offer.
 *
 * @throws ConfigurationError for code that can't be imported, and for an export that is missing
 */
export async function loadProvider(offer: Offer): Promise<ProviderRegistration> {
  const { id, exportName, found } = offer;
  const exported: unknown = Reflect.get(await importEntry(resolveEntry(found, '')), exportName);
  if (!isFactory(exported)) {
    throw invalidValue(`${found.name}: ${exportName}`, 'an export that makes a provider', exported);
  }
  const registration = hasRegister(found)
    ? await importRegistration(offer)
    : describeFactory(id, exported);
  registerProvider(registration);
  return registration;
}

function isFactory(value: unknown): value is Factory {
  return typeof value === 'function';
}

function hasRegister({ manifest }: FoundPackage): boolean {
  return Object.hasOwn(readObject(manifest, 'exports') ?? {}, './register');
}

async function importRegistration({ id, found }: Offer): Promise<ProviderRegistration> {
  const entry = resolveEntry(found, '/register');
  const offered = await runEntryOnce(entry.url, () => importEntry(entry));
  const registration = offered.find((known) => known.id === id);
  if (registration) return registration;
  throw invalidValue(entry.specifier, `a provider "${id}" to be registered there`, undefined);
}

/** What nobody tells of a provider is taken as not there. */
function describeFactory(id: string, factory: Factory): ProviderRegistration {
  return {
    id,
    label: id,
    lifecycle: { state: 'active' },
    capabilities: { tools: false, images: false, files: false, json: false },
    credentialEnvVars: [],
    models: [],
    settings: [],
    factory,
  };
}

interface Entry {
  readonly specifier: string;
  readonly url: string;
}

/** Where a package has its entry, as code of the project that depends on it would find it. */
function resolveEntry({ name, home }: FoundPackage, path: '' | '/register'): Entry {
  const specifier = `${name}${path}`;
  try {
    const url = resolve(specifier, pathToFileURL(join(home, 'package.json')).href);
    return { specifier, url };
  } catch (error) {
    throw importFailure(specifier, error);
  }
}

async function importEntry({ specifier, url }: Entry): Promise<object> {
  try {
    const module: object = await import(url);
    return module;
  } catch (error) {
    throw importFailure(specifier, error);
  }
}

function importFailure(specifier: string, cause: unknown): ConfigurationError {
  const [found = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1);
  return new ConfigurationError({
    path: specifier,
    expected: 'code that can be imported',
    received: JSON.stringify(found),
    cause,
  });
}
