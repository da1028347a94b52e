import { globSync, readFileSync } from 'node:fs';

import { fakeGptFaultNames, openAiFaultNames } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { listShownFiles, renderShownFiles } from './shown-files.ts';

const page = readFileSync('docs/testing.md', 'utf8');

it('docs/testing.md shows the files of the example', async () => {
  await expect(renderShownFiles(page)).toMatchFileSnapshot('../testing.md');
});

it('docs/testing.md shows every file of the example', () => {
  const files = globSync('tested-app/{package.json,{src,test}/**/*.ts}', { cwd: 'docs/examples' });
  expect(listShownFiles(page)).toEqual(new Set(files.map((file) => `examples/${file}`)));
});

it.each([
  ['OpenAI', openAiFaultNames],
  ['FakeGpt', fakeGptFaultNames],
] as const)('docs/testing.md has one row for each fault of %s', (name, faults) => {
  const table = page.split(`### ${name}\n`)[1]?.split(/^#/mu)[0] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  const named = rows.flatMap((row) => [
    ...(row.split('|').at(-2) ?? '').matchAll(/`([a-z0-9-]+)`/gu),
  ]);
  expect(new Set(named.map(([, fault]) => fault))).toEqual(new Set(faults));
});
