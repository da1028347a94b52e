import { globSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fetchExceptions } from '../../packages/core/test/fetch-exceptions.ts';
import { listShownFiles, renderShownFiles } from './shown-files.ts';

describe.each([
  ['mocks.md', 'fake-timers'],
  ['web-servers.md', 'web-servers'],
])('docs/%s', (page, example) => {
  const text = readFileSync(`docs/${page}`, 'utf8');

  it('shows the files of its example', async () => {
    await expect(renderShownFiles(text)).toMatchFileSnapshot(`../${page}`);
  });

  it('shows every file of its example', () => {
    const files = globSync(`${example}/{package.json,{app,src,test}/**/*.{js,ts}}`, {
      cwd: 'docs/examples',
    });
    expect(listShownFiles(text)).toEqual(new Set(files.map((file) => `examples/${file}`)));
  });
});

describe('docs/runtimes.md', () => {
  it('lists the reason of each test that fetchHttp() does not pass', () => {
    const rows = readFileSync('docs/runtimes.md', 'utf8').split('\n');
    const listed = rows.flatMap((row) =>
      row.startsWith('| ') ? [row.split(' | ')[0]?.slice(2)] : [],
    );
    const reasons = new Set(fetchExceptions.map(({ reason }) => reason));
    expect(listed.map((cell) => cell?.trim())).toEqual(expect.arrayContaining([...reasons]));
  });
});
