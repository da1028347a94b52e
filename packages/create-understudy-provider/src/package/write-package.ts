import {
  constants,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  rmdir,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { CreateError, invalidValue } from '../create-error.ts';
import type { Plan } from './plan-package.ts';
import type { Files } from './template.ts';

/** Steps that remove what was written. They run in reverse order. */
type Undo = (() => Promise<void>)[];

/**
 * Writes all files of a package or none.
 *
 * Writes to a temporary folder inside the package folder first. Rejects with the signal's reason after an abort.
 *
 * @throws CreateError if the folder is not empty or cannot be written
 */
export async function writePackage(plan: Plan, signal: AbortSignal): Promise<void> {
  const { folder, files, changeset } = plan;
  await assertEmpty(folder);
  const undo: Undo = [];
  try {
    const created = await mkdir(folder, { recursive: true });
    if (created !== undefined) undo.push(() => removeEmpty(folder, created));
    const draft = await mkdtemp(join(folder, '.create-understudy-provider-'));
    const removeDraft = () => rm(draft, { recursive: true });
    undo.push(removeDraft);
    await writeFiles(draft, files, signal);
    signal.throwIfAborted();
    await copyFolder(draft, folder, undo);
    if (changeset) {
      const drafted = join(draft, basename(changeset.file));
      await writeFile(drafted, changeset.text);
      await copyNewFile(drafted, changeset.file, undo);
    }
    await removeDraft();
  } catch (error) {
    // A step fails for a folder in which another process has written a file. That folder is kept.
    for (const step of undo.toReversed()) await step().catch(() => undefined);
    throw error === signal.reason ? error : writeError(error);
  }
}

async function assertEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw writeError(error);
  });
  if (entries.length === 0) return;
  throw invalidValue('folder', 'a new or empty folder', folder, 'set another with --dir');
}

async function writeFiles(folder: string, files: Files, signal: AbortSignal): Promise<void> {
  for (const [path, text] of files) {
    signal.throwIfAborted();
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** Copies files one by one. The folder is kept, because it can be the working directory of a shell. */
async function copyFolder(from: string, to: string, undo: Undo): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true });
  // Sorted, so that of two concurrent commands the one that writes the first file writes all files.
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) {
      await copyNewFile(source, target, undo);
      continue;
    }
    await mkdir(target);
    undo.push(() => rmdir(target));
    await copyFolder(source, target, undo);
  }
}

/** Copies the file, because a rename would replace a file that another process has created. */
async function copyNewFile(from: string, to: string, undo: Undo): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  undo.push(() => rm(to));
}

/** Removes a folder and its parents, up to `last`. */
async function removeEmpty(folder: string, last: string): Promise<void> {
  await rmdir(folder);
  if (folder.length > last.length) await removeEmpty(dirname(folder), last);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'the path already exists',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a parent path is a file',
  ENOTEMPTY: 'the path already exists',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** Converts an error of the file system. */
function writeError(error: unknown): CreateError {
  const code = codeOf(error);
  const { path = 'the package', dest = path } = Object(error);
  const message = `${String(dest)}: cannot write the package, ${reasons[code] ?? code}`;
  return new CreateError(message, { cause: error });
}

function codeOf(error: unknown): string {
  return String(Object(error).code ?? error);
}
