import { join } from 'node:path';
import process from 'node:process';

// Bundles app.js with all its packages. Run with the name of a bundler in a folder in which it is installed.
const folder = import.meta.dirname;
const input = join(folder, 'app.js');
const outputFolder = (name) => join(folder, 'bundles', name);

async function buildWithVite(name) {
  const { build } = await import(name);
  await build({
    configFile: false,
    root: folder,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: { ssr: input, outDir: outputFolder(name), target: 'node22' },
  });
}

const bundlers = {
  'vite-8': () => buildWithVite('vite-8'),
  'vite-7': () => buildWithVite('vite-7'),
  async rolldown() {
    const { build } = await import('rolldown');
    const output = { dir: outputFolder('rolldown'), entryFileNames: 'app.mjs' };
    await build({ input, platform: 'node', output });
  },
  async rollup() {
    const { rollup } = await import('rollup');
    const { default: commonJs } = await import('@rollup/plugin-commonjs');
    // Fastify imports JSON.
    const { default: json } = await import('@rollup/plugin-json');
    const { default: nodeResolve } = await import('@rollup/plugin-node-resolve');
    const plugins = [nodeResolve(), commonJs(), json()];
    const bundle = await rollup({ input, plugins });
    await bundle.write({ dir: outputFolder('rollup'), entryFileNames: 'app.mjs' });
  },
  async 'esbuild-esm'() {
    const { build } = await import('esbuild');
    await build({
      entryPoints: [input],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(outputFolder('esbuild-esm'), 'app.mjs'),
      // undici is CommonJS, and calls `require` for the modules of Node.js.
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
  },
  async 'esbuild-cjs'() {
    const { build } = await import('esbuild');
    const outfile = join(outputFolder('esbuild-cjs'), 'app.cjs');
    await build({ entryPoints: [input], bundle: true, platform: 'node', format: 'cjs', outfile });
  },
  async webpack() {
    const { default: webpack } = await import('webpack');
    const { promise, resolve, reject } = Promise.withResolvers();
    const output = {
      path: outputFolder('webpack'),
      filename: 'app.mjs',
      module: true,
      chunkFormat: 'module',
    };
    webpack(
      {
        mode: 'production',
        target: 'node22',
        entry: input,
        experiments: { outputModule: true },
        output,
      },
      (error, stats) => {
        if (error || stats.hasErrors()) reject(error ?? new Error(stats.toString('errors-only')));
        else resolve();
      },
    );
    await promise;
  },
};

await bundlers[process.argv[2]]();
