import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { faults, libraries, measure } from './fallback-libraries.ts';

const page = '../../../docs/migration/ai-sdk-fallback.md';

/** Returns the cells of a table without the padding of the formatter. */
function readRows(markdown: string): readonly string[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .join('|'),
  );
}

it('the table of the page shows what the libraries do', async () => {
  const rows: string[] = [];
  for (const [description, fault] of Object.entries(faults)) {
    const cells = await Promise.all(
      Object.values(libraries).map((create) => measure(create, fault)),
    );
    rows.push(`|${[description, ...cells].join('|')}|`);
  }
  const text = readFileSync(new URL(page, import.meta.url), 'utf8');
  expect(readRows(text), rows.join('\n')).toEqual(expect.arrayContaining(rows));
}, 120_000);
