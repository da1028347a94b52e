import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { parseJson, readObject } from '../../provider-utils/src/index.ts';

const core = join(import.meta.dirname, '..');

/** Files by path. Objects are written as JSON. */
export type Files = Readonly<Record<string, string | object>>;

/** A temporary folder with installed packages. */
export class PackageTree implements AsyncDisposable {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  static async create(files: Files): Promise<PackageTree> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'understudy-tree-')));
    const tree = new PackageTree(root);
    await tree.write(files);
    return tree;
  }

  async write(files: Files): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  /** Creates a link to a folder, as pnpm does. */
  async link(path: string, target: string): Promise<void> {
    const link = join(this.root, path);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(this.root, target), link, 'junction');
  }

  /** Installs a copy of the built core with a version. */
  async installCore(nodeModules: string, version: string): Promise<void> {
    const home = `${nodeModules}/@understudy/core`;
    const folder = join(this.root, home);
    const manifest = parseJson(await readFile(join(core, 'package.json'), 'utf8'));
    const { exports } = readObject(manifest, 'publishConfig') ?? {};
    const published = { name: '@understudy/core', version, type: 'module', exports };
    await this.write({ [`${home}/package.json`]: published });
    await cp(join(core, 'dist'), join(folder, 'dist'), { recursive: true });
    await symlink(join(core, 'node_modules'), join(folder, 'node_modules'), 'junction');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true });
  }
}

/** Returns the package.json of a project with these dependencies. */
export function project(...dependencies: readonly string[]): object {
  return {
    name: 'app',
    dependencies: Object.fromEntries(dependencies.map((name) => [name, '^1.0.0'])),
  };
}

/** Returns the package.json of a provider package. */
export function manifestOf(name: string, understudy: object, fields: object = {}): object {
  const field = { interfaceVersion: 1, ...understudy };
  const exports = { '.': './index.js', './register': './register.js' };
  return { name, version: '1.2.3', type: 'module', understudy: field, exports, ...fields };
}

/**
 * Returns a provider package whose provider responds with the URL of its core. Importing it adds its id to
 * `importedIds()`.
 */
export function providerPackage(folder: string, name: string, id: string): Files {
  return {
    [`${folder}/package.json`]: manifestOf(name, { provider: id }),
    [`${folder}/index.js`]: indexOf(id),
    [`${folder}/register.js`]: registerOf(id),
  };
}

/** Returns the ids of the provider packages whose code has run in this process. */
export function importedIds(): readonly string[] {
  const ids: unknown = Reflect.get(globalThis, 'importedIds');
  return Array.isArray(ids) ? ids : [];
}

export function indexOf(id: string): string {
  return `
import { defineProvider } from '@understudy/core/provider';

globalThis.importedIds = [...(globalThis.importedIds ?? []), '${id}'];

export const metadata = {
  label: 'The ${id}',
  lifecycle: { state: 'active' },
  capabilities: { tools: false, images: false, files: false, json: false },
  credentialEnvVars: [],
};

export function ${id}({ greeting = 'Hello' } = {}) {
  return defineProvider({
    ...metadata,
    id: '${id}',
    interfaceVersion: 1,
    models: [{ id: 'model' }],
    create: () => ({
      async *chat(request, { provider }) {
        yield { type: 'response-start', provider, model: request.model };
        const core = import.meta.resolve('@understudy/core/provider');
        yield { type: 'text-delta', text: \`\${greeting} from \${core}\` };
        yield { type: 'finish', reason: 'stop' };
      },
    }),
  });
}
`;
}

export function registerOf(id: string): string {
  return `
import { registerProvider } from '@understudy/core/provider';
import { ${id}, metadata } from './index.js';

registerProvider({
  ...metadata,
  id: '${id}',
  models: [{ id: 'model' }],
  settings: [{ name: 'greeting', required: false }],
  factory: ${id},
});
`;
}
