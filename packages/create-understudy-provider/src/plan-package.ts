import { dirname, join, resolve } from 'node:path';

import { adaptManifest } from './adapt-manifest.ts';
import type { Kind } from './kind.ts';
import type { Names } from './names.ts';
import { packageVersion } from './package-version.ts';
import type { Files } from './template.ts';
import { readTemplate, renameVendor } from './template.ts';
import { findWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** What is to be written, and where. */
export interface Plan {
  /** The new package's. */
  readonly folder: string;
  readonly files: Files;
  /** A file beside the package: the changeset of a workspace. */
  readonly changeset?: { readonly file: string; readonly text: string } | undefined;
  /** The one that the package becomes a part of. */
  readonly workspace?: Workspace | undefined;
}

export interface PlanOptions {
  readonly names: Names;
  readonly kind: Kind;
  /** Where the package goes. @defaultValue among the packages of the workspace, else beside */
  readonly folder?: string | undefined;
  readonly cwd: string;
}

const changesetPath = '.changeset/first-release.md';

/** @throws CreateError for names that the code can't carry, and for a workspace that can't be read */
export async function planPackage({ names, kind, folder, cwd }: PlanOptions): Promise<Plan> {
  const around = await findWorkspace(cwd);
  const home = around?.homes[0] ?? cwd;
  const target = folder === undefined ? join(home, names.folder) : resolve(cwd, folder);
  const workspace = around?.homes.includes(dirname(target)) ? around : undefined;
  const layers = workspace ? kind.layers : [...kind.layers, 'standalone'];
  const files = new Map(renameVendor(await readTemplate(layers), names));
  const version = packageVersion();
  files.set('package.json', adaptManifest(files.get('package.json') ?? '', { version, workspace }));
  if (!workspace) return { folder: target, files };
  const text = files.get(changesetPath) ?? '';
  files.delete(changesetPath);
  files.set('README.md', withoutRelease(files.get('README.md') ?? ''));
  const file = join(workspace.root, '.changeset', `${names.folder}.md`);
  return {
    folder: target,
    files,
    workspace,
    ...(workspace.changesets && { changeset: { file, text } }),
  };
}

/** A workspace releases its packages together; npm by itself would publish `workspace:^` as it stands. */
function withoutRelease(readme: string): string {
  return readme.replaceAll(/^- `(?:npx changeset|npm publish)`.*\n/gm, '');
}
