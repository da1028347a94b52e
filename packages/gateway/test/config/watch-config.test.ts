import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { watchConfig } from '@understudy/gateway/config';
import { afterEach, describe, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'understudy-watch-'));
const path = join(folder, 'understudy.config.json');

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('watchConfig', () => {
  const cases: readonly (readonly [string, () => void, () => void])[] = [
    [
      'a file that is written in place',
      () => writeFileSync(path, '1'),
      () => {
        for (const text of ['2', '3', '4']) writeFileSync(path, text);
      },
    ],
    [
      'a file that is replaced by rename, as editors do',
      () => writeFileSync(path, '1'),
      () => {
        writeFileSync(`${path}.new`, '2');
        renameSync(`${path}.new`, path);
      },
    ],
    [
      'a file that is removed and created again',
      () => writeFileSync(path, '1'),
      () => {
        unlinkSync(path);
        writeFileSync(path, '2');
      },
    ],
    ['a file that did not exist', () => {}, () => writeFileSync(path, '1')],
    [
      'a volume of Kubernetes, whose link is replaced',
      () => {
        for (const version of ['..1', '..2']) {
          mkdirSync(join(folder, version));
          writeFileSync(join(folder, version, 'understudy.config.json'), version);
        }
        symlinkSync('..1', join(folder, '..data'));
        symlinkSync('..data/understudy.config.json', path);
      },
      () => {
        symlinkSync('..2', join(folder, '..new'));
        renameSync(join(folder, '..new'), join(folder, '..data'));
      },
    ],
  ];

  // In the first row, the polling is too rare to find the change.
  describe.each([
    ['by watching', { debounceMs: 50, pollMs: 3_600_000 }],
    ['although polling finds it too', { debounceMs: 5, pollMs: 30 }],
  ])('%s', (_name, options) => {
    it.each(cases)('reports %s once', async (_case, prepare, change) => {
      mkdirSync(folder, { recursive: true });
      prepare();
      const onChange = vi.fn<() => void>();
      using _ = watchConfig(path, onChange, options);
      await nextEvents();
      onChange.mockClear();
      change();
      await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), { timeout: 5000, interval: 5 });
      await nextEvents();
      expect(onChange).toHaveBeenCalledTimes(1);
    });
  });

  it('finds a change by polling if the folder cannot be watched', async () => {
    const missing = join(folder, 'later');
    const onChange = vi.fn<() => void>();
    using _ = watchConfig(join(missing, 'file.json'), onChange, { debounceMs: 5, pollMs: 20 });
    await nextEvents();
    mkdirSync(missing, { recursive: true });
    writeFileSync(join(missing, 'file.json'), '1');
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled(), { timeout: 5000, interval: 5 });
  });

  it('reports nothing after it was disposed', async () => {
    mkdirSync(folder, { recursive: true });
    const onChange = vi.fn<() => void>();
    const watcher = watchConfig(path, onChange, { debounceMs: 5, pollMs: 20 });
    writeFileSync(path, '1');
    watcher[Symbol.dispose]();
    await nextEvents();
    expect(onChange).not.toHaveBeenCalled();
  });
});

/** Real events of the file system, which no clock can replace, arrive within this time. */
function nextEvents(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 150);
  });
}
