import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { CreateError, refuse } from './create-error.ts';
import type { Plan } from './plan-package.ts';
import type { Files } from './template.ts';

/** @throws CreateError where something is in the way of a folder that is to be made */
export async function assertFree(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw unwritable(error);
  });
  if (entries.length === 0) return;
  throw refuse('folder', 'a new one, or one that is empty', folder, 'give another with --dir');
}

/**
 * Writes a package, whole or not at all: it is drafted beside its place, and moved there.
 *
 * @throws CreateError where it can't be written; the signal's reason
 */
export async function writePackage(plan: Plan, signal: AbortSignal): Promise<void> {
  // What is undone when something fails, the last first.
  const made: string[] = [];
  try {
    const home = dirname(plan.folder);
    const firstMade = await mkdir(home, { recursive: true });
    if (firstMade !== undefined) made.push(firstMade);
    const draft = await mkdtemp(join(home, '.create-understudy-provider-'));
    made.push(draft);
    await writeFiles(draft, plan.files, signal);
    await assertFree(plan.folder);
    // Windows moves nothing onto a folder, an empty one neither.
    await rmdir(plan.folder).catch(() => {});
    signal.throwIfAborted();
    await rename(draft, plan.folder);
    made.push(plan.folder);
    if (plan.changeset) await writeFile(plan.changeset.file, plan.changeset.text, { flag: 'wx' });
  } catch (error) {
    for (const path of made.toReversed()) await rm(path, { recursive: true, force: true });
    throw signal.aborted || error instanceof CreateError ? error : unwritable(error);
  }
}

async function writeFiles(folder: string, files: Files, signal: AbortSignal): Promise<void> {
  for (const [path, text] of files) {
    signal.throwIfAborted();
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written',
  EEXIST: 'something else is there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file is in the way',
  EPERM: 'it may not be written',
  EROFS: 'it may not be written',
};

/** The system's own error, as a sentence. */
function unwritable(error: unknown): CreateError {
  const code = codeOf(error);
  const path = String(Object(error).path ?? 'the package');
  const message = `${path}: expected a place to write to, but ${reasons[code] ?? code}`;
  return new CreateError(message, { cause: error });
}

function codeOf(error: unknown): string {
  return String(Object(error).code ?? error);
}
