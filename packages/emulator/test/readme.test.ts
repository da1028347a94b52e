import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { fakeGptFaultNames } from '../src/index.ts';

it('names every fault in the README, and none that is not there', () => {
  const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const list = page.slice(page.indexOf('\n- `GET /api/loads`'));
  const named = [...list.matchAll(/`([a-z0-9-]+)`/gu)].map(([, name]) => name);
  expect(named).toHaveLength(fakeGptFaultNames.length);
  expect(new Set(named)).toEqual(new Set(fakeGptFaultNames));
});
