import type { Lifecycle } from '@understudy/core';

import { expectTrue, formatValue } from '../../assertions.ts';
import type { Clause } from '../../clause.ts';
import { unusedServer } from '../../harness/mock-server.ts';

export const validLifecycle: Clause = {
  id: 'valid-lifecycle',
  rule: 'The lifecycle of a deprecated or retired provider has the first day, a reason and a warning code. `replacement` is the id of another provider, if there is one.',
  async check({ provider }) {
    const { id, lifecycle } = provider(unusedServer);
    if (lifecycle.state !== 'active') checkInactive(id, lifecycle);
  },
};

function checkInactive(
  id: string,
  lifecycle: Exclude<Lifecycle, { readonly state: 'active' }>,
): void {
  const { since, reason, replacement, code } = lifecycle;
  const day = new Date(`${since}T00:00:00Z`);
  expectTrue(
    !Number.isNaN(day.valueOf()) && day.toISOString().startsWith(since),
    `expected lifecycle.since to be a day such as 2024-02-05, received ${formatValue(since)}`,
  );
  expectTrue(reason.trim() !== '', 'expected lifecycle.reason, received an empty string');
  expectTrue(
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code),
    `expected lifecycle.code to be a code such as UNDERSTUDY_DEP_ACME, received ${formatValue(code)}`,
  );
  expectTrue(
    replacement === undefined || (replacement !== '' && replacement !== id),
    `expected lifecycle.replacement to be the id of another provider, received ${formatValue(replacement)}`,
  );
}
