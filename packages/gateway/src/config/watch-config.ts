import type { FSWatcher } from 'node:fs';
import { unwatchFile, watch, watchFile } from 'node:fs';
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
  const schedule = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, debounceMs).unref();
  };
  const folder = watchFolder(path, schedule);
  const poll = (): void => schedule();
  watchFile(path, { interval: pollMs, persistent: false }, poll);
  return {
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      folder?.close();
      unwatchFile(path, poll);
    },
  };
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
