import { globSync, readFileSync } from 'node:fs';

import { clauses } from '@understudy/conformance';
import { expect, it } from 'vitest';

import { listShownFiles, renewShownFiles } from './shown-files.ts';

const page = readFileSync('docs/add-a-provider.md', 'utf8');

const toldCount = /^ℹ (tests|pass) \d+$/gm;

it('the guide shows the files of the example, and the size of the suite, as they are', async () => {
  const renewed = renewShownFiles(page).replace(toldCount, `ℹ $1 ${clauses.length}`);
  await expect(renewed).toMatchFileSnapshot('../add-a-provider.md');
});

it('the guide leaves no file of the example out', () => {
  const files = globSync('{acme-provider/*.json,acme-provider/{src,test}/*.ts,acme-app/*.ts}', {
    cwd: 'docs/examples',
  });
  expect(listShownFiles(page)).toEqual(new Set(files.map((file) => `examples/${file}`)));
});
