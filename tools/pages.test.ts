import { globSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

function read(page: string): string {
  return readFileSync(page, 'utf8');
}

const decisions = globSync('docs/decisions/0*.md').toSorted();

const maxLines: readonly (readonly [string, number])[] = [
  ['README.md', 120],
  ['ARCHITECTURE.md', 300],
  ...globSync('packages/*/README.md').map((page) => [page, 60] as const),
  ...decisions.map((page) => [page, 60] as const),
];

describe('pages', () => {
  it.each(maxLines)('%s has at most %i lines', (page, lines) => {
    expect(read(page).trimEnd().split('\n').length).toBeLessThanOrEqual(lines);
  });

  it('state at the start what the reader can do after reading', () => {
    const pages = globSync(['docs/*.md', 'docs/migration/*.md']);
    const without = pages.filter((page) => !/^After reading|\. After reading/m.test(read(page)));
    expect(without).toEqual(['docs/README.md']);
  });
});

describe('decisions', () => {
  const index = read('docs/decisions/README.md');

  it.each(decisions)('%s is listed with its title', (page) => {
    const [number, title] = /^# (\d{4}) · (.+)$/m.exec(read(page))?.slice(1) ?? [];
    const row = index.split('\n').find((line) => line.startsWith(`| [${number}](`));
    expect(page).toContain(`/${number}-`);
    expect(row).toContain(`| ${title} `);
  });
});
