import { describe, expect, it } from 'vitest';

import { requestFaults } from './acme/acme-fault.ts';
import { findFailedClauses } from './find-failed-clauses.ts';

describe('describeProvider, with a faulty request or definition', () => {
  it.each(Object.entries(requestFaults))(
    'fails only the clauses that check for %s',
    async (fault, clauses) => expect(await findFailedClauses(fault)).toEqual(clauses),
    30_000,
  );
});
