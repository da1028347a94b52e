import { access, readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { parse } from 'yaml';

import { CreateError } from '../create-error.ts';

/** A workspace of pnpm, or of another package manager that reads `workspaces` in package.json. */
export interface Workspace {
  readonly isPnpm: boolean;
  readonly root: string;
  /** Folders that contain packages. A new package is created in the first. */
  readonly packageFolders: readonly string[];
  /** Names of the packages for which the workspace supports `workspace:^`. */
  readonly packageNames: ReadonlySet<string>;
  /** Names of the packages in the catalog. */
  readonly catalog: ReadonlySet<string>;
  /** Whether the workspace uses changesets. */
  readonly changesets: boolean;
}

/**
 * Returns the workspace that contains a folder.
 *
 * @throws CreateError if its `pnpm-workspace.yaml` is invalid
 */
export async function findWorkspace(folder: string): Promise<Workspace | undefined> {
  const file = join(folder, 'pnpm-workspace.yaml');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return await readWorkspace(folder, parseYaml(text, file));
  const patterns = await readNpmWorkspaces(folder);
  if (patterns) return await readNpmWorkspace(folder, patterns);
  const parent = dirname(folder);
  return parent === folder ? undefined : await findWorkspace(parent);
}

function parseYaml(text: string, file: string): object {
  try {
    return Object(parse(text));
  } catch {
    throw new CreateError(`${file}: invalid YAML`);
  }
}

async function readWorkspace(root: string, settings: object): Promise<Workspace> {
  const packageFolders = findPackageFolders(root, Reflect.get(settings, 'packages'));
  const names = await Promise.all(packageFolders.map(readPackageNames));
  return {
    isPnpm: true,
    root,
    packageFolders,
    packageNames: new Set(names.flat()),
    catalog: new Set(Object.keys(Object(Reflect.get(settings, 'catalog')))),
    changesets: await exists(join(root, '.changeset/config.json')),
  };
}

/** npm supports neither `workspace:^` nor catalogs, so ranges stay versions. */
async function readNpmWorkspace(root: string, patterns: unknown): Promise<Workspace> {
  return {
    isPnpm: false,
    root,
    packageFolders: findPackageFolders(root, patterns),
    packageNames: new Set(),
    catalog: new Set(),
    changesets: await exists(join(root, '.changeset/config.json')),
  };
}

/** Returns `workspaces` of a package.json: a list, or an object with the list in `packages`. */
async function readNpmWorkspaces(folder: string): Promise<unknown> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
  const workspaces: unknown = Object(tryParseJson(text)).workspaces;
  return Array.isArray(workspaces) ? workspaces : Object(workspaces).packages;
}

/** Another tool reports an invalid package.json. */
function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function findPackageFolders(root: string, patterns: unknown): readonly string[] {
  return (Array.isArray(patterns) ? patterns : []).flatMap((pattern) => {
    const [, parent] = /^([^*!]+)\/\*{1,2}$/.exec(String(pattern)) ?? [];
    return parent === undefined ? [] : [resolve(root, parent)];
  });
}

/** Returns the names of the packages in a folder. */
async function readPackageNames(parent: string): Promise<readonly string[]> {
  const folders = await readdir(parent).catch(() => []);
  const names = await Promise.all(folders.map((folder) => readPackageName(join(parent, folder))));
  return names.flat();
}

async function readPackageName(folder: string): Promise<readonly string[]> {
  try {
    const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const name: unknown = Object(manifest).name;
    return typeof name === 'string' ? [name] : [];
  } catch {
    // Not a package, or one with an invalid package.json.
    return [];
  }
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
