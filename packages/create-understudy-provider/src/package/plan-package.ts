import { dirname, join, resolve } from 'node:path';

import type { Kind } from '../input/kind.ts';
import type { Names } from '../input/names.ts';
import { adaptManifest } from './adapt-manifest.ts';
import { packageVersion } from './package-version.ts';
import type { Files } from './template.ts';
import { readTemplate, renameVendor } from './template.ts';
import { findWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

/** The files to write. */
export interface Plan {
  /** The folder of the new package. */
  readonly folder: string;
  readonly files: Files;
  /** The changeset in the workspace. */
  readonly changeset?: { readonly file: string; readonly text: string } | undefined;
  /** The workspace that contains the package. */
  readonly workspace?: Workspace | undefined;
}

export interface PlanOptions {
  readonly names: Names;
  readonly kind: Kind;
  /** @defaultValue in the packages folder of the workspace, or in `cwd` */
  readonly folder?: string | undefined;
  readonly cwd: string;
  /** Version of the Understudy packages. @defaultValue the version of this package */
  readonly version?: string | undefined;
}

const changesetPath = '.changeset/first-release.md';

/** @throws CreateError for an id that the template already uses, and for an invalid workspace file */
export async function planPackage({
  names,
  kind,
  folder,
  cwd,
  version = packageVersion(),
}: PlanOptions): Promise<Plan> {
  const found = await findWorkspace(cwd);
  const parent = found?.packageFolders[0] ?? cwd;
  const target = folder === undefined ? join(parent, names.folder) : resolve(cwd, folder);
  const workspace = found?.packageFolders.includes(dirname(target)) ? found : undefined;
  const layers = workspace ? kind.layers : [...kind.layers, 'standalone'];
  const files = new Map(renameVendor(await readTemplate(layers), names));
  files.set('package.json', adaptManifest(files.get('package.json') ?? '', { version, workspace }));
  if (!workspace) return { folder: target, files };
  const text = files.get(changesetPath) ?? '';
  files.delete(changesetPath);
  files.set('README.md', withoutReleaseCommands(files.get('README.md') ?? ''));
  const file = join(workspace.root, '.changeset', `${names.folder}.md`);
  return {
    folder: target,
    files,
    workspace,
    ...(workspace.changesets && { changeset: { file, text } }),
  };
}

/** Removes the release commands. npm would publish `workspace:^` unchanged. */
function withoutReleaseCommands(readme: string): string {
  return readme.replaceAll(/^- `(?:npx changeset|npm publish)`.*\n/gm, '');
}
