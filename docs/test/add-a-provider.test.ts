import { globSync, readFileSync } from 'node:fs';

import { clauses } from '@understudy/conformance';
import { expect, it } from 'vitest';

const page = readFileSync('docs/add-a-provider.md', 'utf8');

/** A line with a link to a file, and the fence after it. */
const shownFile = /^(\[`[^`\n]+`\]\((examples\/[^)\n]+)\)\n\n```\w+ file\n)[^]*?^```$/gm;
const toldCount = /^ℹ (tests|pass) \d+$/gm;

it('the guide shows the files of the example, and the size of the suite, as they are', async () => {
  const renewed = page
    .replace(shownFile, (_, head: string, file: string) => `${head}${read(file)}\`\`\``)
    .replace(toldCount, `ℹ $1 ${clauses.length}`);
  await expect(renewed).toMatchFileSnapshot('../add-a-provider.md');
});

it('the guide leaves no file of the example out', () => {
  const shown = [...page.matchAll(shownFile)].map(([, , file]) => file);
  const files = globSync('{acme-provider/*.json,acme-provider/{src,test}/*.ts,acme-app/*.ts}', {
    cwd: 'docs/examples',
  });
  expect(new Set(shown)).toEqual(new Set(files.map((file) => `examples/${file}`)));
});

function read(file: string): string {
  return readFileSync(`docs/${file}`, 'utf8');
}
