import { describe, expect, it } from 'vitest';

import { responseFaults } from './acme/acme-fault.ts';
import { findFailedClauses } from './find-failed-clauses.ts';

describe('describeProvider, with a faulty response', () => {
  it.each(Object.entries(responseFaults))(
    'fails only the clauses that check for %s',
    async (fault, clauses) => expect(await findFailedClauses(fault)).toEqual(clauses),
    30_000,
  );
});
