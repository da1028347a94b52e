import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** An entry point of a package. */
export interface EntryPoint {
  /** The specifier of an import, for example `@understudy/core/provider`. */
  readonly name: string;
  /** The last part of `name`, or `index` for the package itself. */
  readonly subpath: string;
  readonly source: string;
  /** Declaration file in `dist`. */
  readonly types: string;
}

export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly entryPoints: readonly EntryPoint[];
}

type Exports = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Returns every package that is not private, with the data of its `package.json`. */
export function publishedPackages(): readonly PublishedPackage[] {
  return globSync('packages/*/package.json')
    .toSorted()
    .map((path) => ({ folder: dirname(path), manifest: JSON.parse(readFileSync(path, 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest: { name, version, exports } }) => ({
      name,
      version,
      folder,
      entryPoints: readEntryPoints(name, folder, exports ?? {}),
    }));
}

/** Omits exports without types, such as a JSON Schema. */
function readEntryPoints(name: string, folder: string, exported: Exports): readonly EntryPoint[] {
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
