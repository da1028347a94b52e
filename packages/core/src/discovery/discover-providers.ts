import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ConfigurationError } from '../errors/configuration-error.ts';
import { isConfigurationError } from '../errors/is-error.ts';
import { invalidValue } from '../input/readers.ts';
import { readString } from '../json/read-json-value.ts';
import type { ProviderRegistration } from '../provider/registration.ts';
import type { DiscoveredProvider, Discovery, DiscoveryProblem } from './discovered-provider.ts';
import { findPackages } from './find-packages.ts';
import type { FoundPackage } from './find-packages.ts';
import { loadProvider } from './load-provider.ts';
import type { DeclaredProvider } from './load-provider.ts';
import { readProviderField } from './provider-field.ts';

/**
 * Finds the provider packages that are installed for a folder, without running their code.
 *
 * Reads the field `understudy` in the package.json of the projects that contain the folder and of their direct
 * dependencies. A package is skipped and reported as a problem if its package.json is not valid, if it was written for
 * another interface version, or if another package declares the same id.
 *
 * @throws ConfigurationError `invalid-configuration` if the folder does not exist
 *
 * @example
 * const { providers, problems } = await discoverProviders(process.cwd());
 * await providers.find(({ id }) => id === 'acme')?.load();
 * const understudy = createUnderstudy({ providers: 'registered', settings });
 */
export async function discoverProviders(folder: string | URL): Promise<Discovery> {
  const packages = await findPackages(await readFolder(folder));
  const providers: DiscoveredProvider[] = [];
  const problems: DiscoveryProblem[] = [];
  const declared = packages.flatMap((found) => {
    const read = readDeclared(found);
    if (!isConfigurationError(read)) return read;
    problems.push({ packageName: found.name, folder: found.folder, error: read });
    return [];
  });
  for (const [id, sameId] of Map.groupBy(declared, (provider) => provider.id)) {
    const [first, ...others] = sameId;
    if (first && others.length === 0) providers.push(createDiscovered(first));
    else problems.push(...sameId.map(({ found }) => createConflict(id, found, sameId)));
  }
  return { providers, problems };
}

async function readFolder(folder: string | URL): Promise<string> {
  const given: unknown = folder;
  if (typeof given !== 'string' && !(given instanceof URL)) {
    throw invalidValue('folder', 'a path or a file URL', given);
  }
  const path = resolve(folder instanceof URL ? fileURLToPath(folder) : folder);
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory()) return path;
  throw invalidValue('folder', 'an existing folder', path);
}

/** Returns the declared providers of a package, or the error for which it is skipped. */
function readDeclared(found: FoundPackage): readonly DeclaredProvider[] | ConfigurationError {
  const file = fileOf(found);
  if (!found.manifest) {
    return new ConfigurationError({ path: file, expected: 'a JSON object', received: 'none' });
  }
  try {
    const exported = readProviderField(found.manifest, file) ?? new Map<string, string>();
    return Array.from(exported, ([id, exportName]) => ({ id, exportName, found }));
  } catch (error) {
    if (isConfigurationError(error)) return error;
    throw error;
  }
}

function fileOf({ name }: FoundPackage): string {
  return `${name}/package.json`;
}

function createDiscovered(declared: DeclaredProvider): DiscoveredProvider {
  const { id, found } = declared;
  let loading: Promise<ProviderRegistration> | undefined;
  return {
    id,
    packageName: found.name,
    packageVersion: readString(found.manifest, 'version'),
    folder: found.folder,
    load: () => (loading ??= loadProvider(declared)),
  };
}

function createConflict(
  id: string,
  found: FoundPackage,
  sameId: readonly DeclaredProvider[],
): DiscoveryProblem {
  const others = sameId
    .map((provider) => provider.found.name)
    .filter((name) => name !== found.name);
  const error = invalidValue(
    `${fileOf(found)}: understudy.provider`,
    'a unique provider id',
    id,
    `remove this package or ${others.join(' and ')}`,
  );
  return { packageName: found.name, folder: found.folder, error };
}
