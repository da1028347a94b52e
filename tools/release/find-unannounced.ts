import type { ApiRecord } from './api-record.ts';

/** A changeset, as far as it matters here. */
export interface Announcement {
  readonly releases: readonly { readonly name: string; readonly type: string }[];
}

export interface ApiChange {
  readonly now: ApiRecord;
  readonly released: ApiRecord;
  readonly changesets: readonly Announcement[];
}

/** A sentence for each door that is not as it was released, where no changeset tells of its package. */
export function findUnannounced({ now, released, changesets }: ApiChange): readonly string[] {
  const announced = new Set(
    changesets
      .flatMap(({ releases }) => releases)
      .filter(({ type }) => type === 'minor' || type === 'major')
      .map(({ name }) => name),
  );
  return Object.keys({ ...released, ...now })
    .filter((door) => now[door] !== released[door] && !announced.has(packageOf(door)))
    .map(
      (door) =>
        `${door} is not what was released: add a changeset that raises ${packageOf(door)} by a minor.`,
    );
}

/** `@scope/name/door` belongs to `@scope/name`, and `name/door` to `name`. */
function packageOf(door: string): string {
  return door
    .split('/')
    .slice(0, door.startsWith('@') ? 2 : 1)
    .join('/');
}
