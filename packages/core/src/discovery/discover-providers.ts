import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ConfigurationError } from '../errors/configuration-error.ts';
import { isConfigurationError } from '../errors/is-error.ts';
import { readString } from '../json/read-json-value.ts';
import type { ProviderRegistration } from '../provider/catalog.ts';
import { invalidValue } from '../registry/configuration-reader.ts';
import type { DiscoveredProvider, Discovery, DiscoveryProblem } from './discovered-provider.ts';
import { findPackages } from './find-packages.ts';
import type { FoundPackage } from './find-packages.ts';
import { loadProvider } from './load-provider.ts';
import type { Offer } from './load-provider.ts';
import { readProviderField } from './provider-field.ts';

/**
 * Finds the providers that are installed for a folder, by the field `understudy` of their
 * package.json, without running any of their code. It looks at the projects that the folder lies in
 * and at their direct dependencies. A package that is broken or was written for another interface
 * version is passed over and told; so are all that offer the same id, since a prompt goes only where
 * the app said.
 *
 * @throws ConfigurationError where there is no such folder
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
  const offers = packages.flatMap((found) => {
    const read = readOffers(found);
    if (!isConfigurationError(read)) return read;
    problems.push({ packageName: found.name, folder: found.folder, error: read });
    return [];
  });
  for (const [id, rivals] of Map.groupBy(offers, (offer) => offer.id)) {
    const [offer, ...others] = rivals;
    if (offer && others.length === 0) providers.push(createDiscovered(offer));
    else problems.push(...rivals.map((rival) => tellRival(id, rival.found, rivals)));
  }
  return { providers, problems };
}

async function readFolder(folder: string | URL): Promise<string> {
  const path = resolve(folder instanceof URL ? fileURLToPath(folder) : folder);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return path;
  throw invalidValue('folder', 'a folder that exists', path);
}

/** What a package offers, or why it is passed over. */
function readOffers(found: FoundPackage): readonly Offer[] | ConfigurationError {
  const place = placeOf(found);
  if (!found.manifest) {
    return new ConfigurationError({ path: place, expected: 'a JSON object', received: 'none' });
  }
  try {
    const exported = readProviderField(found.manifest, place) ?? new Map<string, string>();
    return Array.from(exported, ([id, exportName]) => ({ id, exportName, found }));
  } catch (error) {
    if (isConfigurationError(error)) return error;
    throw error;
  }
}

function placeOf({ name }: FoundPackage): string {
  return `${name}/package.json`;
}

function createDiscovered(offer: Offer): DiscoveredProvider {
  const { id, found } = offer;
  let loading: Promise<ProviderRegistration> | undefined;
  return {
    id,
    packageName: found.name,
    packageVersion: readString(found.manifest, 'version'),
    folder: found.folder,
    load: () => (loading ??= loadProvider(offer)),
  };
}

function tellRival(id: string, found: FoundPackage, rivals: readonly Offer[]): DiscoveryProblem {
  const others = rivals.map((rival) => rival.found.name).filter((name) => name !== found.name);
  const error = invalidValue(
    `${placeOf(found)}: understudy.provider`,
    'an id of its own',
    id,
    `keep this package or ${others.join(' or ')}, since a name has one meaning`,
  );
  return { packageName: found.name, folder: found.folder, error };
}
