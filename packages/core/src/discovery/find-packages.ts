import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { JsonObject } from '../chat/json.ts';
import { isJsonObject, parseJson, readObject, readString } from '../json/read-json-value.ts';

/** A package that code in some folder can import. */
export interface FoundPackage {
  /** The name by which it is imported: of an alias, the alias. */
  readonly name: string;
  readonly folder: string;
  /** What its package.json says; undefined where that is no JSON object. */
  readonly manifest: JsonObject | undefined;
  /** The folder of the project that depends on it. */
  readonly home: string;
}

/**
 * The projects that a folder lies in, and the packages that they depend on: nearest first, each name
 * once. What those depend on in turn is left out: nobody here chose it.
 */
export async function findPackages(folder: string): Promise<readonly FoundPackage[]> {
  const packages = new Map<string, FoundPackage>();
  for (const home of foldersUpwards(folder)) {
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

/** A folder and those that it lies in, as Node walks them in search of a package. */
function foldersUpwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpwards(parent)];
}

/** A name that stays inside of `node_modules`. */
const packageName = /^(?:@[^./\\][^/\\]*\/)?[^./\\@][^/\\]*$/;

function dependencyNames(manifest: JsonObject | undefined): readonly string[] {
  const fields = ['dependencies', 'optionalDependencies', 'devDependencies'];
  const names = fields.flatMap((field) => Object.keys(readObject(manifest, field) ?? {}));
  return names.filter((name) => packageName.test(name));
}

/** Undefined where it is not installed: optional, or for a development that does not happen here. */
async function findInstalled(name: string, home: string): Promise<FoundPackage | undefined> {
  for (const at of foldersUpwards(home)) {
    const folder = join(at, 'node_modules', name);
    const file = await readManifest(folder);
    if (file) return { name, folder, home, ...file };
  }
  return undefined;
}

/** Undefined where there is none, or none that may be read. */
async function readManifest(folder: string): Promise<Pick<FoundPackage, 'manifest'> | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const json = parseJson(text);
  return { manifest: isJsonObject(json) ? json : undefined };
}
