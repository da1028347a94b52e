import { describe, expect, it } from 'vitest';

import { readingFaults } from './acme/acme-fault.ts';
import { failuresOf } from './failures-of.ts';

describe('a provider that reads wrongly', () => {
  it.each(Object.entries(readingFaults))(
    'and %s fails the clauses that tell of it, and no others',
    async (fault, clauses) => expect(await failuresOf(fault)).toEqual(clauses),
    30_000,
  );
});
