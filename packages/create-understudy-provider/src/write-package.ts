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

import { CreateError, refuse } from './create-error.ts';
import type { Plan } from './plan-package.ts';
import type { Files } from './template.ts';

/** How what was made is taken back, the last first. */
type Undo = (() => Promise<void>)[];

/**
 * Writes a package, whole or not at all: it is drafted inside its folder, and put in place from there.
 *
 * @throws CreateError where it can't be written, or the folder holds something; the signal's reason
 */
export async function writePackage(plan: Plan, signal: AbortSignal): Promise<void> {
  const { folder, files, changeset } = plan;
  await assertEmpty(folder);
  const undo: Undo = [];
  try {
    const topmost = await mkdir(folder, { recursive: true });
    if (topmost !== undefined) undo.push(() => removeEmpty(folder, topmost));
    const draft = await mkdtemp(join(folder, '.create-understudy-provider-'));
    const removeDraft = () => rm(draft, { recursive: true });
    undo.push(removeDraft);
    await writeFiles(draft, files, signal);
    signal.throwIfAborted();
    await placeFolder(draft, folder, undo);
    if (changeset) {
      const drafted = join(draft, basename(changeset.file));
      await writeFile(drafted, changeset.text);
      await placeFile(drafted, changeset.file, undo);
    }
    await removeDraft();
  } catch (error) {
    // A step that fails leaves what is no longer ours: a folder where another put something.
    for (const step of undo.toReversed()) await step().catch(() => undefined);
    throw error === signal.reason ? error : unwritable(error);
  }
}

async function assertEmpty(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw unwritable(error);
  });
  if (entries.length === 0) return;
  throw refuse('folder', 'a new one, or one that is empty', folder, 'give another with --dir');
}

async function writeFiles(folder: string, files: Files, signal: AbortSignal): Promise<void> {
  for (const [path, text] of files) {
    signal.throwIfAborted();
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** One by one, into the folder that is there: a shell may stand in it. */
async function placeFolder(from: string, to: string, undo: Undo): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true });
  // Sorted: where two are written into one folder, the first name of both decides which one stays.
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!entry.isDirectory()) {
      await placeFile(source, target, undo);
      continue;
    }
    await mkdir(target);
    undo.push(() => rmdir(target));
    await placeFolder(source, target, undo);
  }
}

/** A copy, since a rename would replace a file that appeared meanwhile. */
async function placeFile(from: string, to: string, undo: Undo): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  undo.push(() => rm(to));
}

/** A folder and those around it, up to the topmost. */
async function removeEmpty(folder: string, topmost: string): Promise<void> {
  await rmdir(folder);
  if (folder.length > topmost.length) await removeEmpty(dirname(folder), topmost);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EEXIST: 'something else is there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in the way',
  ENOTEMPTY: 'something else is there',
  EPERM: 'it may not be written',
  EROFS: 'it may not be written',
};

/** The system's own error, as a sentence. */
function unwritable(error: unknown): CreateError {
  const code = codeOf(error);
  const { path = 'the package', dest = path } = Object(error);
  const message = `${String(dest)}: expected a place to write to, but ${reasons[code] ?? code}`;
  return new CreateError(message, { cause: error });
}

function codeOf(error: unknown): string {
  return String(Object(error).code ?? error);
}
