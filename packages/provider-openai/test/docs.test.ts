import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { quirkNames } from '../src/settings/read-quirks.ts';

const page = readFileSync(new URL('../../../docs/openai-compatible.md', import.meta.url), 'utf8');

function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  const rows = table.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => row.split('|').map((cell) => cell.trim()));
}

it('the page lists every quirk', () => {
  const listed = rowsUnder('Quirks').map(([, name = '']) => name.replaceAll('`', ''));
  expect(listed).toEqual(quirkNames);
});
