import { globSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

import { rolldown } from 'rolldown';

import { removeStaleModules } from './stale-files.ts';

interface Manifest {
  readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
  readonly sideEffects?: boolean | readonly string[];
}

/** Returns the folders of the packages that are built. */
export function builtPackages(): readonly string[] {
  return globSync('packages/*/tsconfig.build.json').map((file) => dirname(file));
}

/**
 * Bundles the JavaScript of the published packages into one module per entry point, because the import of many small
 * modules takes most of the time of a cold start. Entry points of a package share their code in `dist/chunks`.
 */
export async function bundlePackages(): Promise<void> {
  for (const folder of builtPackages()) await bundle(folder);
}

async function bundle(folder: string): Promise<void> {
  const build = await rolldown({
    input: readInput(folder),
    // Dependencies stay imports.
    external: (id) => !id.startsWith('.') && !isAbsolute(id),
    platform: 'neutral',
    // The field `sideEffects` of the package names built files.
    treeshake: { moduleSideEffects: true },
  });
  const { output } = await build.write({
    dir: join(folder, 'dist'),
    chunkFileNames: 'chunks/[name].js',
    sourcemap: true,
    // The packages contain the sources.
    sourcemapExcludeSources: true,
  });
  await build.close();
  removeStaleModules(
    folder,
    output.map(({ fileName }) => fileName),
  );
}

/** Returns the names and the sources of the modules that the package exports, and of those with side effects. */
function readInput(folder: string): Record<string, string> {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const exported = Object.values(manifest.exports ?? {}).map((target) =>
    typeof target === 'string' ? target : target.default,
  );
  const { sideEffects } = manifest;
  const modules = [...exported, ...(typeof sideEffects === 'object' ? sideEffects : [])];
  const names = modules.flatMap((module) => /^\.\/dist\/(.+)\.js$/.exec(module)?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, resolve(folder, 'src', `${name}.ts`)]));
}

if (import.meta.main) await bundlePackages();
