import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { describe, expect, it, vi } from 'vitest';

// These tests start processes, which is slow on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const output = ['--frail', '--quiet', '--no-stdout', '--no-color', '--no-config'];
const anchorIds = resolve('tools/anchor-ids.js');
const validateLinks = resolve('node_modules/remark-validate-links/index.js');
const plugins = ['--use', anchorIds, '--use', `${validateLinks}=repository:false`];
const options = [...output, ...plugins, '--ignore-pattern', '**/node_modules/**'];

/** Returns remark's messages about broken links in the pages of a folder. Sends no request. */
function checkLinks(folder: string): string {
  const { stderr } = spawnSync('remark', ['.', ...options], { cwd: folder, encoding: 'utf8' });
  return stderr;
}

describe('links between pages', () => {
  it('contain no broken link in this repository', () => {
    expect(checkLinks('.')).toBe('');
  });

  it.each([
    ['a missing file', '[a](missing.md)', 'Cannot find file `missing.md`'],
    ['a missing heading', '[a](#missing)', 'Cannot find heading for `#missing`'],
    ['a missing heading of a page', '[a](page.md#missing)', 'Cannot find heading for `#missing`'],
  ])('are checked for %s', (_, link, message) => {
    const folder = mkdtempSync(join(tmpdir(), 'understudy-links-'));
    try {
      writeFileSync(join(folder, 'page.md'), '# Здесь\n\n<a id="there"></a> There.\n');
      writeFileSync(join(folder, 'README.md'), '[a](page.md#здесь) [b](page.md#there)\n');
      expect(checkLinks(folder)).toBe('');
      writeFileSync(join(folder, 'README.md'), link);
      expect(checkLinks(folder)).toContain(message);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
