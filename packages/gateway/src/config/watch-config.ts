import type { FSWatcher, Stats } from 'node:fs';
import { statSync, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface WatchOptions {
  /** How long the file must not change before it is read, in milliseconds. @defaultValue 200 */
  readonly debounceMs?: number | undefined;
  /** How often the file is compared where the system reports no changes, in milliseconds. @defaultValue 2_000 */
  readonly pollMs?: number | undefined;
}

/**
 * Calls `onChange` after a file has changed, also if it was replaced by another file or does not exist yet.
 *
 * The folder is watched, because editors and `mv` replace files, and a volume of Kubernetes replaces a link in it. Some
 * mounted volumes report no changes, so the file is also compared at intervals. `onChange` can be called although
 * the content is the same.
 */
export function watchConfig(
  path: string,
  onChange: () => void,
  { debounceMs = 200, pollMs = 2000 }: WatchOptions = {},
): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let reported: string | undefined;
  const report = (): void => {
    // Before the file is read, so that polling finds a change that follows.
    reported = findVersion(path);
    onChange();
  };
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(report, debounceMs).unref();
  };
  const folder = watchFolder(path, schedule);
  const poll = (current: Stats): void => {
    if (toVersion(current) !== reported) schedule();
  };
  watchFile(path, { interval: pollMs, persistent: false }, poll);
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      folder?.close();
      unwatchFile(path, poll);
    },
  };
}

/** What differs between two versions of a file. A file that does not exist has zeros, as in the events of polling. */
function toVersion({ ino, size, mtimeMs }: Pick<Stats, 'ino' | 'size' | 'mtimeMs'>): string {
  return [ino, size, mtimeMs].join(' ');
}

/** Returns undefined if the file cannot be examined. */
function findVersion(path: string): string | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return toVersion(stats ?? { ino: 0, size: 0, mtimeMs: 0 });
  } catch {
    return undefined;
  }
}

/** Returns undefined if the folder cannot be watched. The intervals then find the changes. */
function watchFolder(path: string, onEvent: () => void): FSWatcher | undefined {
  const file = basename(path);
  try {
    const watcher = watch(dirname(path), { persistent: false }, (_event, changed) => {
      // The link that Kubernetes replaces is `..data`.
      if (changed === null || changed === file || changed.startsWith('..')) onEvent();
    });
    return watcher.on('error', () => watcher.close());
  } catch {
    return undefined;
  }
}
