import { spawnSync } from 'node:child_process';

import { expect, it } from 'vitest';

const program = `
import { createUnderstudy } from '@understudy/core';
import { defineProvider, ProviderError } from '@understudy/core/provider';

const fails = (id) => defineProvider({
  id,
  models: [{ id: 'model' }],
  create: () => ({
    async *chat() {
      throw new ProviderError({ code: 'server-error', message: 'failed with HTTP 500' });
    },
  }),
});
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const understudy = createUnderstudy({
  providers: ids.map(fails),
  chains: { main: ids.map((id) => id + '/model') },
  retry: { maxRetries: 0 },
});
const messages = [{ role: 'user', content: 'Hi' }];
await understudy.chat({ model: 'main', messages }).text();
`;

it('prints at most 15 lines with the hint', () => {
  const cwd = new URL('..', import.meta.url);
  const args = ['--input-type=module', '--eval', program];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain(
    [
      'ChainError [all-targets-failed]: all targets failed:',
      '  1. a/model: server-error: a: failed with HTTP 500',
    ].join('\n'),
  );
  expect(stderr).toContain('  and 4 more\n  Read the `error` of each attempt in `error.attempts`.');
  expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
});
