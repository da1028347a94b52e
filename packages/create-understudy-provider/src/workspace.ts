import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { parse } from 'yaml';

import { CreateError } from './create-error.ts';

/** A workspace of pnpm's, as far as a new package has to know it. */
export interface Workspace {
  readonly root: string;
  /** The folders whose folders are its packages; the first is where a new one goes. */
  readonly homes: readonly string[];
  /** The names of its packages. */
  readonly packageNames: ReadonlySet<string>;
  /** The packages whose versions stand in its catalog. */
  readonly catalog: ReadonlySet<string>;
  /** Whether its changes are told by changesets. */
  readonly changesets: boolean;
}

/**
 * The workspace that a folder lies in.
 *
 * @throws CreateError for one whose file can't be read
 */
export async function findWorkspace(folder: string): Promise<Workspace | undefined> {
  const file = join(folder, 'pnpm-workspace.yaml');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return await readWorkspace(folder, parseYaml(text, file));
  const parent = dirname(folder);
  return parent === folder ? undefined : await findWorkspace(parent);
}

function parseYaml(text: string, file: string): object {
  try {
    return Object(parse(text));
  } catch {
    throw new CreateError(`${file}: expected YAML, received something else`);
  }
}

async function readWorkspace(root: string, settings: object): Promise<Workspace> {
  const patterns: unknown = Reflect.get(settings, 'packages');
  const homes = (Array.isArray(patterns) ? patterns : []).flatMap((pattern) => {
    const [, home] = /^([^*!]+)\/\*{1,2}$/.exec(String(pattern)) ?? [];
    return home === undefined ? [] : [resolve(root, home)];
  });
  const names = await Promise.all(homes.map(packageNames));
  return {
    root,
    homes,
    packageNames: new Set(names.flat()),
    catalog: new Set(Object.keys(Object(Reflect.get(settings, 'catalog')))),
    changesets: await exists(join(root, '.changeset/config.json')),
  };
}

/** The names of the packages that lie in a folder. */
async function packageNames(home: string): Promise<readonly string[]> {
  const folders = await readdir(home).catch(() => []);
  const names = await Promise.all(folders.map((folder) => packageNameIn(join(home, folder))));
  return names.flat();
}

async function packageNameIn(folder: string): Promise<readonly string[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const name: unknown = Object(manifest).name;
    return typeof name === 'string' ? [name] : [];
  } catch {
    // No package, or one that is not ours to mend.
    return [];
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
