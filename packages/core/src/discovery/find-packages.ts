import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { JsonObject } from '../chat/json.ts';
import { isJsonObject, parseJson, readObject, readString } from '../json/read-json-value.ts';

/** An installed package that code of a project can import. */
export interface FoundPackage {
  /** The name under which it is imported. For an npm alias, the alias. */
  readonly name: string;
  readonly folder: string;
  /** The package.json. Undefined if it is not a JSON object. */
  readonly manifest: JsonObject | undefined;
  /** The folder of the project that depends on it. */
  readonly home: string;
}

/**
 * Returns the projects that contain a folder and their direct dependencies, the nearest first and each name once.
 *
 * Transitive dependencies are left out, because the project did not choose them.
 */
export async function findPackages(folder: string): Promise<readonly FoundPackage[]> {
  const packages = new Map<string, FoundPackage>();
  for (const home of listParents(folder)) {
    const file = await readManifest(home);
    if (!file) continue;
    const name = readString(file.manifest, 'name') ?? home;
    const dependencies = await Promise.all(
      dependencyNames(file.manifest).map((dependency) => findInstalled(dependency, home)),
    );
    for (const found of [{ name, home, folder: home, ...file }, ...dependencies]) {
      if (found && !packages.has(found.name)) packages.set(found.name, found);
    }
  }
  return [...packages.values()];
}

/** Returns a folder and its parents, in the order in which Node.js looks for packages. */
function listParents(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...listParents(parent)];
}

/** Rejects names whose path is outside `node_modules`. */
const packageName = /^(?:@[^./\\][^/\\]*\/)?[^./\\@][^/\\]*$/;

function dependencyNames(manifest: JsonObject | undefined): readonly string[] {
  const fields = ['dependencies', 'optionalDependencies', 'devDependencies'];
  const names = fields.flatMap((field) => Object.keys(readObject(manifest, field) ?? {}));
  return names.filter((name) => packageName.test(name));
}

/** Returns undefined for a dependency that is not installed, for example an optional one. */
async function findInstalled(name: string, home: string): Promise<FoundPackage | undefined> {
  for (const parent of listParents(home)) {
    const folder = join(parent, 'node_modules', name);
    const file = await readManifest(folder);
    if (file) return { name, folder, home, ...file };
  }
  return undefined;
}

/** Returns undefined if there is no readable package.json. */
async function readManifest(folder: string): Promise<Pick<FoundPackage, 'manifest'> | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const json = parseJson(text);
  return { manifest: isJsonObject(json) ? json : undefined };
}
