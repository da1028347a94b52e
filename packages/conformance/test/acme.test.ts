import { clauses, describeProvider } from '@understudy/conformance';
import { describe, expect, it } from 'vitest';

import { requestFaults, responseFaults } from './acme/acme-fault.ts';
import { acmeOptions } from './acme/acme-options.ts';

describeProvider({ describe, it }, acmeOptions());

it('has a fault for every clause', () => {
  const failed = new Set<string>(Object.values({ ...requestFaults, ...responseFaults }).flat());
  expect(clauses.map(({ id }) => id).filter((id) => !failed.has(id))).toEqual([]);
});
