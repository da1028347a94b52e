import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { promisify } from 'node:util';

import { parseJson, readObject, readString } from '@understudy/core/provider';

const workspace = resolve(import.meta.dirname, '../..');

/**
 * A place outside of the workspace, where packages come from tarballs as a registry would give them.
 * What others publish is linked from the workspace, so that no network is needed, but only where a
 * manifest asks for it.
 */
export class EmptyFolder implements AsyncDisposable {
  readonly path: string;
  /** Where each package is to come from, by its name. */
  readonly #sources: Record<string, string> = {};

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<EmptyFolder> {
    return new EmptyFolder(await mkdtemp(join(tmpdir(), 'understudy-')));
  }

  /** Copies an example of the workspace as it would be cloned; gives where it is. */
  async copy(example: string): Promise<string> {
    const copy = join(this.path, example);
    const skipped = ['dist', 'node_modules'];
    await cp(join(workspace, 'docs/examples', example), copy, {
      recursive: true,
      filter: (file) => !skipped.some((folder) => file.endsWith(`/${folder}`)),
    });
    return copy;
  }

  /** Packs a package as publishing would, for what is installed from now on. */
  async pack(folder: string): Promise<void> {
    const from = resolve(workspace, folder);
    const destination = join(this.path, 'tarballs');
    const told = parseJson(
      await run({ folder: from }, 'pnpm', 'pack', '--json', '--pack-destination', destination),
    );
    this.#sources[readString(told, 'name') ?? ''] = `file:${readString(told, 'filename')}`;
    const manifest = parseJson(await readFile(join(from, 'package.json'), 'utf8'));
    const dependencies = Object.keys(readObject(manifest, 'dependencies') ?? {});
    for (const name of dependencies) this.link(name, from);
  }

  /** Has a package come from where a folder of the workspace has it. */
  link(name: string, from: string = workspace): void {
    this.#sources[name] ??= `link:${join(from, 'node_modules', name)}`;
  }

  /** Installs what the manifest in a folder asks for; in a workspace, those of all its packages. */
  async install(folder: string, more: object = {}): Promise<void> {
    // JSON is YAML.
    const settings = JSON.stringify({ ...more, overrides: this.#sources });
    await writeFile(join(folder, 'pnpm-workspace.yaml'), settings);
    await run({ folder }, 'pnpm', 'install', '--offline', '--store-dir', join(this.path, 'store'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}

/** Without what tells a test runner that it runs in another, and without colours. */
const { NODE_TEST_CONTEXT: _context, FORCE_COLOR: _colour, ...inherited } = process.env;
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
 * What a command prints.
 *
 * @throws Error with all that it printed, when it ends with another status than 0
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

/** Starts a program that serves until it is let go of; `line` is the first that it prints. */
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
