import type { Lifecycle } from '@understudy/core';

import type { Clause } from '../clause.ts';
import { unusedServer } from '../harness/unused-server.ts';
import { expectTrue, quote } from '../sentences.ts';

export const tellsItsLifecycle: Clause = {
  id: 'valid-lifecycle',
  rule: 'A deprecated or sunset provider says since which day, why, under which code it warns, and which other provider to move to if there is one.',
  async check({ provider }) {
    const { id, lifecycle } = provider(unusedServer);
    if (lifecycle.state !== 'active') checkEnd(id, lifecycle);
  },
};

function checkEnd(id: string, lifecycle: Exclude<Lifecycle, { readonly state: 'active' }>): void {
  const { since, reason, replacement, code } = lifecycle;
  const day = new Date(`${since}T00:00:00Z`);
  expectTrue(
    !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(since),
    `expected lifecycle.since to be a day as in 2024-02-05, and it was ${quote(since)}`,
  );
  expectTrue(reason.trim() !== '', 'expected lifecycle.reason to say why, and it was empty');
  expectTrue(
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code),
    `expected lifecycle.code to be a code as in UNDERSTUDY_DEP_ACME, and it was ${quote(code)}`,
  );
  expectTrue(
    replacement === undefined || (replacement !== '' && replacement !== id),
    `expected lifecycle.replacement to be the id of another provider, and it was ${quote(replacement)}`,
  );
}
