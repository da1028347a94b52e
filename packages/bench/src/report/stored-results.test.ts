import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { readResults } from './stored-results.ts';

it('README.md states the speed that was measured', () => {
  const readme = readFileSync('README.md', 'utf8');
  const stated = Number(/more than (\d+) times as fast as with `openai`/.exec(readme)?.[1]);
  const [table = ''] = readResults(['openai-stream']).flatMap(({ report }) =>
    report.blocks.filter((block) => block.includes('× openai')),
  );
  // The column after the speed is the ratio to `openai`, as median and spread.
  const measured = Number(/\| understudy +\|[^|]+\| +([\d.]+) \(/.exec(table)?.[1]);
  expect(Math.floor(measured)).toBe(stated);
});
