import { readFileSync } from 'node:fs';

import { errorRules } from '@understudy/core';
import { expect, it } from 'vitest';

it('lists the exit codes of the error table and the five codes of the command', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, table = ''] = readme.split('## Exit codes');
  const listed = [...table.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, codes = '']) =>
    codes.split(', ').map(Number),
  );
  const fromTable = Object.values(errorRules).map((rule) => rule.exitCode);
  expect(listed).toEqual(
    [...new Set([0, 64, 74, 130, 143, ...fromTable])].toSorted((a, b) => a - b),
  );
});
