import { clauses, describeProvider } from '@understudy/conformance';
import { describe, expect, it } from 'vitest';

import { askingFaults, readingFaults } from './acme/acme-fault.ts';
import { acmeOptions } from './acme/acme-options.ts';

describeProvider({ describe, it }, acmeOptions());

it('every clause is failed by some fault', () => {
  const failed = new Set<string>(Object.values({ ...askingFaults, ...readingFaults }).flat());
  expect(clauses.map(({ id }) => id).filter((id) => !failed.has(id))).toEqual([]);
});
