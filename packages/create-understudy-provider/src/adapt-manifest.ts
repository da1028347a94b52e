import type { Workspace } from './workspace.ts';

type Texts = Readonly<Record<string, string>>;

/** What a template's package.json has that depends on where it goes. */
interface Manifest {
  readonly understudy: { readonly provider: Texts; readonly interfaceVersion: 1 };
  readonly dependencies?: Texts;
  readonly peerDependencies: Texts;
  readonly devDependencies: Texts;
}

export interface ManifestPlace {
  /** Of the packages that the new one depends on: they are published together with this one. */
  readonly version: string;
  /** The one that the new package is to be a part of. */
  readonly workspace: Workspace | undefined;
}

/** The package.json of a template as the place wants it. */
export function adaptManifest(text: string, { version, workspace }: ManifestPlace): string {
  const manifest: Manifest = JSON.parse(text);
  const { understudy, dependencies, peerDependencies, devDependencies } = manifest;
  const adapt = (ranges: Texts): Texts =>
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

/** An id that is the name of its export needs to be told but once. */
function shorten(provider: Texts): Texts | string {
  const [id = '', exportName] = Object.entries(provider)[0] ?? [];
  return id === exportName ? id : provider;
}

function mapValues(texts: Texts, map: (text: string, name: string) => string): Texts {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, map(text, name)]));
}

/** A workspace tells the changes of all its packages together. */
function withoutChangesets({ '@changesets/cli': _theirs, ...rest }: Texts): Texts {
  return rest;
}
