import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { refuse } from './create-error.ts';
import type { Names } from './names.ts';

/** The text of files by their paths in a package. */
export type Files = ReadonlyMap<string, string>;

const templates = fileURLToPath(new URL('../templates', import.meta.url));

/** The files of some layers, of which a later one goes over an earlier. */
export async function readTemplate(layers: readonly string[]): Promise<Files> {
  const files = await Promise.all(layers.map((layer) => readLayer(join(templates, layer))));
  return new Map(files.flat());
}

async function readLayer(layer: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(layer, { recursive: true, withFileTypes: true });
  return await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => {
        const file = join(parentPath, name);
        // Packed as they are, a .gitignore would be left out, and a package.json taken for ours.
        const path = relative(layer, file).replaceAll('\\', '/').replace(/^_/, '');
        return [path, await readFile(file, 'utf8')] as const;
      }),
  );
}

/**
 * The template's own vendor, whose names all differ, so that each tells what is meant: it is a whole
 * provider, which the compiler and the linter check as it stands.
 */
const itsNames: Names = {
  packageName: 'understudy-provider-my-vendor',
  folder: 'understudy-provider-my-vendor',
  id: 'my-vendor',
  exportName: 'myVendor',
  typeName: 'MyVendor',
  variable: 'MY_VENDOR',
  label: 'My Vendor',
};

/**
 * The files of a template for a vendor of these names.
 *
 * @throws CreateError for a name that the code has for something else
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
    [itsNames.packageName, names.packageName],
    [itsNames.id, names.id],
    [itsNames.exportName, names.exportName],
    [itsNames.typeName, names.typeName],
    [itsNames.variable, names.variable],
    [itsNames.label, names.label],
  ]);
  // In order: the name of the package holds the id.
  const any = new RegExp([...renamed.keys()].join('|'), 'g');
  return (text) => text.replaceAll(any, (name) => renamed.get(name) ?? name);
}

const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** A vendor called `converse` would declare that name a second time. */
function assertUnusedNames(texts: readonly string[], id: string, rename: Rename): void {
  const words = new Set(texts.flatMap((text) => text.match(word) ?? []));
  const isTaken = [...words].some((each) => {
    const renamed = rename(each);
    return renamed !== each && words.has(renamed);
  });
  if (!isTaken) return;
  const expected = 'a word that the generated code has no other use for';
  throw refuse('id', expected, id, `try --id ${id}-ai`);
}
