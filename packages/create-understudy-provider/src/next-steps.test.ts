import { join } from 'node:path';

import { expect, it } from 'vitest';

import { deriveNames } from './names.ts';
import { nextSteps } from './next-steps.ts';

it.each([
  ['here/my_vendor-1.0', 'here/my_vendor-1.0'],
  ['my vendors/acme', "'my vendors/acme'"],
  ['you&me', "'you&me'"],
  ['$HOME', "'$HOME'"],
  ['a"b', `'a"b'`],
  ["it's", String.raw`'it'\''s'`],
])('a folder %s is told as a shell takes it', (folder, word) => {
  const plan = { folder: join('/home', folder), files: new Map() };
  const told = nextSteps(plan, deriveNames({ name: 'acme' }), { cwd: '/home', userAgent: '' });
  expect(told).toContain(`\n  cd ${word}\n`);
});
