import type { Workspace } from './workspace.ts';

type StringRecord = Readonly<Record<string, string>>;

/** The fields of a template's package.json that depend on its destination. */
interface Manifest {
  readonly understudy: { readonly provider: StringRecord; readonly interfaceVersion: 1 };
  readonly dependencies?: StringRecord;
  readonly peerDependencies: StringRecord;
  readonly devDependencies: StringRecord;
}

export interface ManifestTarget {
  /** Version of the Understudy packages, which are released together. */
  readonly version: string;
  /** The workspace that contains the new package. */
  readonly workspace: Workspace | undefined;
}

/** Returns the package.json of a template with the versions for its destination. */
export function adaptManifest(text: string, { version, workspace }: ManifestTarget): string {
  const manifest: Manifest = JSON.parse(text);
  const { understudy, dependencies, peerDependencies, devDependencies } = manifest;
  const adapt = (ranges: StringRecord): StringRecord =>
    mapValues(ranges, (range, name) => {
      if (workspace?.packageNames.has(name)) return 'workspace:^';
      if (workspace?.catalog.has(name)) return 'catalog:';
      return name.startsWith('@understudy/') ? `^${version}` : range;
    });
  const adapted = {
    ...manifest,
    understudy: { ...understudy, provider: shorten(understudy.provider) },
    ...(dependencies && { dependencies: adapt(dependencies) }),
    peerDependencies: adapt(peerDependencies),
    devDependencies: adapt(workspace ? withoutChangesets(devDependencies) : devDependencies),
  };
  return `${JSON.stringify(adapted, undefined, 2)}\n`;
}

/** Returns the short form, `"acme"` in place of `{ "acme": "acme" }`. */
function shorten(provider: StringRecord): StringRecord | string {
  const [id = '', exportName] = Object.entries(provider)[0] ?? [];
  return id === exportName ? id : provider;
}

function mapValues(
  values: StringRecord,
  map: (value: string, name: string) => string,
): StringRecord {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, map(value, name)]),
  );
}

/** A workspace has its own installation of changesets. */
function withoutChangesets({
  '@changesets/cli': _changesets,
  ...others
}: StringRecord): StringRecord {
  return others;
}
