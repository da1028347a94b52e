import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An entry point of a package, as an app imports it. */
export interface Door {
  /** `@understudy/core/provider`, say. */
  readonly name: string;
  /** The subpath alone, `index` for the package itself. */
  readonly subpath: string;
  readonly source: string;
  /** Its types, once built. */
  readonly types: string;
}

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly doors: readonly Door[];
}

type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Every package that is not private, received by its manifest: nobody keeps a list. */
export function publishedPackages(): readonly PublishedPackage[] {
  return globSync('packages/*/package.json')
    .toSorted()
    .map((path) => ({ folder: dirname(path), manifest: JSON.parse(readFileSync(path, 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest: { name, version, exports } }) => ({
      name,
      version,
      folder,
      doors: doorsOf(name, folder, exports ?? {}),
    }));
}

/** What is exported without types, such as a JSON Schema, is no door. */
function doorsOf(name: string, folder: string, exported: Exports): readonly Door[] {
  return Object.entries(exported).flatMap(([key, target]) => {
    if (typeof target === 'string') return [];
    const { '@understudy/source': source, types } = target;
    if (source === undefined || types === undefined) return [];
    return {
      name: name + key.slice(1),
      subpath: key === '.' ? 'index' : key.slice(2).replaceAll('/', '-'),
      source: `${folder}/${source.slice(2)}`,
      types: `${folder}/${types.slice(2)}`,
    };
  });
}
