import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes the modules of earlier bundles from `dist` of a package, because its tarball would contain them. */
export function removeStaleModules(folder: string, written: readonly string[]): void {
  const isStale = (name: string): boolean => !written.includes(`${name}.js`);
  for (const name of findFiles(folder, '.js').filter(isStale)) removeFile(folder, `${name}.js`);
}

/** Removes the declarations of deleted sources from `dist` of a package. Call it after `tsc -b`. */
export function removeStaleDeclarations(folder: string): void {
  const isStale = (name: string): boolean => !existsSync(join(folder, 'src', `${name}.ts`));
  const stale = findFiles(folder, '.d.ts').filter(isStale);
  for (const name of stale) removeFile(folder, `${name}.d.ts`);
  // Otherwise `tsc -b` does not write the declaration again when the source returns.
  if (stale.length > 0) rmSync(join(folder, 'dist/.tsbuildinfo'), { force: true });
}

/** Returns the paths in `dist` without their extension. The build of the page of the gateway empties its own folder. */
function findFiles(folder: string, extension: string): readonly string[] {
  const options = { cwd: join(folder, 'dist'), exclude: ['playground/**'] };
  return globSync(`**/*${extension}`, options).map((file) =>
    file.slice(0, -extension.length).replaceAll('\\', '/'),
  );
}

function removeFile(folder: string, file: string): void {
  for (const path of [file, `${file}.map`]) rmSync(join(folder, 'dist', path), { force: true });
}
