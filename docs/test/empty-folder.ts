import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { promisify } from 'node:util';

import { parseJson, readObject, readString } from '@understudy/provider-utils';

const workspace = resolve(import.meta.dirname, '../..');

/**
 * A temporary folder outside of the workspace.
 *
 * Packages of this repository are installed from tarballs, as from a registry. Other packages are linked from
 * the workspace, so that no network is needed.
 */
export class EmptyFolder implements AsyncDisposable {
  readonly path: string;
  /** The pnpm override of each package, by name. */
  readonly #sources: Record<string, string> = {};

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<EmptyFolder> {
    return new EmptyFolder(await mkdtemp(join(tmpdir(), 'understudy-')));
  }

  /** Copies an example without generated folders. Returns the path of the copy. */
  async copy(example: string): Promise<string> {
    const copy = join(this.path, example);
    const skipped = ['dist', 'node_modules'];
    await cp(join(workspace, 'docs/examples', example), copy, {
      recursive: true,
      filter: (file) => !skipped.some((folder) => file.endsWith(`/${folder}`)),
    });
    return copy;
  }

  /**
   * Packs packages as for publishing. Later installations use the tarballs.
   *
   * @param folders - paths in the workspace `root`
   */
  async pack(folders: readonly string[], root: string = workspace): Promise<void> {
    const filters = folders.flatMap((folder) => ['--filter', `./${folder}`]);
    const destination = join(this.path, 'tarballs');
    const output = await run(
      { folder: root },
      'pnpm',
      ...filters,
      'pack',
      '--json',
      '--pack-destination',
      destination,
    );
    // The output is an object for one package and an array for several, after the output of scripts.
    const result = parseJson(output.slice(output.search(/^[[{]$/m)));
    for (const packed of Array.isArray(result) ? result : [result]) {
      this.#sources[readString(packed, 'name') ?? ''] = `file:${readString(packed, 'filename')}`;
    }
    for (const folder of folders) await this.#linkDependencies(join(root, folder));
  }

  /** The tarballs of `pack()` as dependencies, by package name. */
  get tarballs(): Readonly<Record<string, string>> {
    const packed = Object.entries(this.#sources).filter(([, source]) => source.startsWith('file:'));
    return Object.fromEntries(packed);
  }

  async #linkDependencies(folder: string): Promise<void> {
    const manifest = parseJson(await readFile(join(folder, 'package.json'), 'utf8'));
    for (const field of ['dependencies', 'peerDependencies']) {
      for (const name of Object.keys(readObject(manifest, field) ?? {})) this.link(name, folder);
    }
  }

  /** Links a package from `node_modules` of a folder in the workspace, unless the package has a source already. */
  link(name: string, from: string = workspace, installedAs: string = name): void {
    this.#sources[name] ??= `link:${resolve(workspace, from, 'node_modules', installedAs)}`;
  }

  /** Writes `pnpm-workspace.yaml` with the overrides for the packed and linked packages. */
  async configure(folder: string, settings: object = {}): Promise<void> {
    // JSON is a subset of YAML.
    const text = JSON.stringify({ ...settings, overrides: this.#sources });
    await writeFile(join(folder, 'pnpm-workspace.yaml'), text);
  }

  /** Installs the dependencies of a package, or of all packages in a workspace. */
  async install(folder: string, settings: object = {}): Promise<void> {
    await this.configure(folder, settings);
    await run({ folder }, 'pnpm', 'install', '--offline', '--store-dir', join(this.path, 'store'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}

/** Without colors, and without the variable by which `node --test` detects an outer test runner. */
const { NODE_TEST_CONTEXT: _context, FORCE_COLOR: _color, ...inherited } = process.env;
const environment = {
  ...inherited,
  NO_COLOR: '1',
  PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
};

export interface Command {
  readonly folder: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * Runs a command. Returns its standard output.
 *
 * @throws Error with the output if the exit code is not 0
 */
export async function run(
  { folder, variables }: Command,
  file: string,
  ...args: readonly string[]
): Promise<string> {
  const options = { cwd: folder, env: { ...environment, ...variables } };
  try {
    return (await promisify(execFile)(file, args, options)).stdout;
  } catch (error) {
    const printed = [readString(error, 'stdout'), readString(error, 'stderr')].join('\n');
    throw new Error(`${[file, ...args].join(' ')} failed:\n${printed}`, { cause: error });
  }
}

/** Starts a server, which is stopped when the result is disposed. `line` is the first line of its output. */
export async function serve(
  folder: string,
  file: string,
): Promise<AsyncDisposable & { readonly line: string }> {
  const env = { ...environment, PORT: '0' };
  const stdio = ['ignore', 'pipe', 'inherit'] as const;
  const child = spawn(process.execPath, [file], { cwd: folder, env, stdio: [...stdio] });
  const exited = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  return {
    line: String(line),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
