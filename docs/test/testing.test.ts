import { globSync, readFileSync } from 'node:fs';

import { fakeGptFaultNames, openAiFaultNames } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { listShownFiles, renderShownFiles } from './shown-files.ts';

const page = readFileSync('docs/testing.md', 'utf8');

it('the guide shows the files of the example as they are', async () => {
  await expect(renderShownFiles(page)).toMatchFileSnapshot('../testing.md');
});

it('the guide leaves no file of the example out', () => {
  const files = globSync('tested-app/{package.json,{src,test}/**/*.ts}', { cwd: 'docs/examples' });
  expect(listShownFiles(page)).toEqual(new Set(files.map((file) => `examples/${file}`)));
});

it.each([
  ['OpenAI', openAiFaultNames],
  ['FakeGpt', fakeGptFaultNames],
] as const)(
  'the table of %s has a row for every fault, and names none that is not there',
  (name, faults) => {
    const table = page.split(`### ${name}\n`)[1]?.split(/^#/mu)[0] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| '));
    const named = rows.flatMap((row) => [
      ...(row.split('|').at(-2) ?? '').matchAll(/`([a-z0-9-]+)`/gu),
    ]);
    expect(new Set(named.map(([, fault]) => fault))).toEqual(new Set(faults));
  },
);
