import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { CreateError, refuse } from './create-error.ts';
import type { Plan } from './plan-package.ts';
import type { Files } from './template.ts';

/**
 * Writes a package, whole or not at all: it is drafted inside its folder, and moved up from there.
 *
 * @throws CreateError where it can't be written, or the folder holds something; the signal's reason
 */
export async function writePackage(plan: Plan, signal: AbortSignal): Promise<void> {
  const { folder, files, changeset } = plan;
  await assertEmpty(folder);
  // What is undone when something fails, the last first.
  const made: string[] = [];
  try {
    const firstMade = await mkdir(folder, { recursive: true });
    if (firstMade !== undefined) made.push(firstMade);
    const draft = await mkdtemp(join(folder, '.create-understudy-provider-'));
    made.push(draft);
    await writeFiles(draft, files, signal);
    signal.throwIfAborted();
    // One by one: a shell may stand in the folder, which has to stay the one that it is.
    for (const entry of await readdir(draft)) {
      const moved = join(folder, entry);
      await rename(join(draft, entry), moved);
      made.push(moved);
    }
    await rmdir(draft);
    if (changeset) await writeFile(changeset.file, changeset.text, { flag: 'wx' });
  } catch (error) {
    for (const path of made.toReversed()) await rm(path, { recursive: true, force: true });
    throw signal.aborted ? error : unwritable(error);
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
