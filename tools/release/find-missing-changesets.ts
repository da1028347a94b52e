import type { PublishedPackage } from './published-packages.ts';

/** The part of a changeset that is needed here. */
export interface PendingChangeset {
  readonly releases: readonly { readonly name: string; readonly type: string }[];
}

/**
 * Returns the names of packages whose API report changed although no changeset raises them by a minor version.
 *
 * @param changedFiles - paths relative to the root of the repository
 */
export function findMissingChangesets(
  changedFiles: readonly string[],
  packages: readonly Pick<PublishedPackage, 'name' | 'folder'>[],
  changesets: readonly PendingChangeset[],
): readonly string[] {
  const raised = new Set(
    changesets
      .flatMap(({ releases }) => releases)
      .filter(({ type }) => type === 'minor' || type === 'major')
      .map(({ name }) => name),
  );
  return packages
    .filter(({ folder }) => changedFiles.some((file) => file.startsWith(`${folder}/api/`)))
    .map(({ name }) => name)
    .filter((name) => !raised.has(name));
}
