import { Application } from 'typedoc';
import type { TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';

import type { Door } from '../../tools/release/published-packages.ts';

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
  excludePrivate: true,
  excludeProtected: true,
  // Types are checked by `npm run check`, with the TypeScript of the project.
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
  // The plugin numbers headings of one name otherwise than GitHub does.
  useHTMLAnchors: true,
};

/** The file that tells of a door: `core-provider.md`, say. */
export function pageOf({ name }: Door): string {
  return `${nameOf(name)}.md`;
}

/** Writes a page for each door. */
export async function renderReference(doors: readonly Door[], folder: string): Promise<void> {
  const names = new Map(
    doors.map(({ source, name }) => [
      source.replace(/^packages\//, '').replace(/(\/index)?\.ts$/, ''),
      nameOf(name),
    ]),
  );
  const titles = new Map(doors.map(({ name }) => [nameOf(name), name]));
  const titled: Options = {
    ...options,
    pageTitleTemplates: { module: ({ rawName }) => titles.get(rawName) ?? rawName },
    out: folder,
    entryPoints: doors.map(({ source }) => source),
  };
  const application = await Application.bootstrapWithPlugins(titled);
  const project = await application.convert();
  for (const page of project?.children ?? []) page.name = names.get(page.name) ?? page.name;
  if (project) await application.generateOutputs(project);
  if (!project || application.logger.hasErrors() || application.logger.hasWarnings()) {
    throw new Error('the reference could not be written; what typedoc says stands above');
  }
}

function nameOf(door: string): string {
  return door.replace(/^@[^/]+\//, '').replaceAll('/', '-');
}
