import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { invalidValue } from '../create-error.ts';
import type { Names } from '../input/names.ts';

/** Contents by path in the package. */
export type Files = ReadonlyMap<string, string>;

/** Reads the files of template folders. A file of a later folder replaces one of an earlier folder. */
export async function readTemplate(layers: readonly string[]): Promise<Files> {
  const templates = findTemplates();
  const files = await Promise.all(layers.map((layer) => readLayer(join(templates, layer))));
  return new Map(files.flat());
}

function findTemplates(): string {
  const manifest = import.meta.resolve('create-understudy-provider/package.json');
  return fileURLToPath(new URL('templates', manifest));
}

async function readLayer(layer: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(layer, { recursive: true, withFileTypes: true });
  return await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = join(parentPath, name);
        // npm does not publish a .gitignore, and uses a nested package.json.
        const path = relative(layer, file).replaceAll('\\', '/').replace(/^_/, '');
        return [path, await readFile(file, 'utf8')] as const;
      }),
  );
}

/** The names in the templates. They all differ, so that each can be replaced by the matching name. */
const templateNames: Names = {
  packageName: 'understudy-provider-my-vendor',
  folder: 'understudy-provider-my-vendor',
  id: 'my-vendor',
  exportName: 'myVendor',
  typeName: 'MyVendor',
  variable: 'MY_VENDOR',
  label: 'My Vendor',
};

/**
 * Replaces the names of the template in contents and paths.
 *
 * @throws CreateError if the code already uses one of the names
 */
export function renameVendor(files: Files, names: Names): Files {
  const rename = createRename(names);
  const code = [...files].filter(([path]) => path.endsWith('.ts')).map(([, text]) => text);
  assertUnusedNames(code, names.id, rename);
  return new Map([...files].map(([path, text]) => [rename(path), rename(text)]));
}

type Rename = (text: string) => string;

function createRename(names: Names): Rename {
  const renamed = new Map<string, string>([
    [templateNames.packageName, names.packageName],
    [templateNames.id, names.id],
    [templateNames.exportName, names.exportName],
    [templateNames.typeName, names.typeName],
    [templateNames.variable, names.variable],
    [templateNames.label, names.label],
  ]);
  // The package name contains the id and is therefore matched first.
  const pattern = new RegExp([...renamed.keys()].join('|'), 'g');
  return (text) => text.replaceAll(pattern, (name) => renamed.get(name) ?? name);
}

const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** A vendor with the id `stream-chat` would declare `streamChat` twice. */
function assertUnusedNames(texts: readonly string[], id: string, rename: Rename): void {
  const identifiers = new Set(texts.flatMap((text) => text.match(identifier) ?? []));
  const isTaken = [...identifiers].some((name) => {
    const renamed = rename(name);
    return renamed !== name && identifiers.has(renamed);
  });
  if (!isTaken) return;
  const expected = 'an id that the generated code does not use as a name';
  throw invalidValue('id', expected, id, `try --id ${id}-ai`);
}
