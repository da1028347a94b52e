import { Application } from 'typedoc';
import type { TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';

import type { EntryPoint } from '../../tools/release/published-packages.ts';

type Options = Partial<TypeDocOptions & PluginOptions>;

const options: Options = {
  plugin: ['typedoc-plugin-markdown'],
  tsconfig: 'docs/tsconfig.reference.json',
  basePath: 'packages',
  displayBasePath: 'packages',
  readme: 'none',
  logLevel: 'Warn',
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: true,
  // `npm run check` checks types with the TypeScript version of the project.
  skipErrorChecking: true,
  kindSortOrder: ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable'],
  groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables'],
  outputFileStrategy: 'modules',
  githubPages: false,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  parametersFormat: 'none',
  expandParameters: true,
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  propertyMembersFormat: 'table',
  tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true },
  useCodeBlocks: true,
  // The plugin numbers headings of the same name differently than GitHub.
  useHTMLAnchors: true,
};

/** Returns the file name of the page of an entry point, for example `core-provider.md`. */
export function pageOf({ name }: EntryPoint): string {
  return `${nameOf(name)}.md`;
}

/** Writes one page per entry point. */
export async function renderReference(
  entryPoints: readonly EntryPoint[],
  folder: string,
): Promise<void> {
  const names = new Map(
    entryPoints.map(({ source, name }) => [
      source.replace(/^packages\//, '').replace(/(\/index)?\.ts$/, ''),
      nameOf(name),
    ]),
  );
  const titles = new Map(entryPoints.map(({ name }) => [nameOf(name), name]));
  const titled: Options = {
    ...options,
    pageTitleTemplates: { module: ({ rawName }) => titles.get(rawName) ?? rawName },
    out: folder,
    entryPoints: entryPoints.map(({ source }) => source),
  };
  const application = await Application.bootstrapWithPlugins(titled);
  const project = await application.convert();
  for (const page of project?.children ?? []) page.name = names.get(page.name) ?? page.name;
  if (project) await application.generateOutputs(project);
  if (!project || application.logger.hasErrors() || application.logger.hasWarnings()) {
    throw new Error('the reference could not be rendered; see the messages of typedoc above');
  }
}

function nameOf(entryPoint: string): string {
  return entryPoint.replace(/^@[^/]+\//, '').replaceAll('/', '-');
}
