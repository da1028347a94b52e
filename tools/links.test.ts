import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { expect, it, vi } from 'vitest';

// Programs are started here, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const quietly = ['--frail', '--quiet', '--no-stdout', '--no-color', '--no-config'];
const anchorIds = resolve('tools/anchor-ids.js');
const validateLinks = resolve('node_modules/remark-validate-links/index.js');
const plugins = ['--use', anchorIds, '--use', `${validateLinks}=repository:false`];
const options = [...quietly, ...plugins, '--ignore-pattern', '**/node_modules/**'];

/** What remark says of links in the pages below a folder that lead nowhere; no network is asked. */
function checkLinks(folder: string): string {
  const { stderr } = spawnSync('remark', ['.', ...options], { cwd: folder, encoding: 'utf8' });
  return stderr;
}

it('every link between the pages of the repository leads somewhere', () => {
  expect(checkLinks('.')).toBe('');
});

it.each([
  ['a file that is not there', '[a](nowhere.md)', 'Cannot find file `nowhere.md`'],
  ['a heading that is not there', '[a](#nowhere)', 'Cannot find heading for `#nowhere`'],
  ['a heading of another page', '[a](page.md#nowhere)', 'Cannot find heading for `#nowhere`'],
])('a link to %s is told', (_, link, words) => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-links-'));
  try {
    writeFileSync(join(folder, 'page.md'), '# Здесь\n\n<a id="there"></a> There.\n');
    writeFileSync(join(folder, 'README.md'), '[a](page.md#здесь) [b](page.md#there)\n');
    expect(checkLinks(folder)).toBe('');
    writeFileSync(join(folder, 'README.md'), link);
    expect(checkLinks(folder)).toContain(words);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
