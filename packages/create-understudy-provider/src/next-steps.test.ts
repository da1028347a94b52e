import { join } from 'node:path';

import { expect, it } from 'vitest';

import { deriveNames } from './input/names.ts';
import { formatNextSteps } from './next-steps.ts';

it.each([
  ['here/my_vendor-1.0', 'here/my_vendor-1.0'],
  ['my vendors/acme', "'my vendors/acme'"],
  ['you&me', "'you&me'"],
  ['$HOME', "'$HOME'"],
  ['a"b', `'a"b'`],
  ["it's", String.raw`'it'\''s'`],
])('formatNextSteps quotes the folder %s for a shell', (folder, word) => {
  const plan = { folder: join('/home', folder), files: new Map() };
  const output = formatNextSteps(plan, deriveNames({ name: 'acme' }), {
    cwd: '/home',
    userAgent: '',
  });
  expect(output).toContain(`\n  cd ${word}\n`);
});
