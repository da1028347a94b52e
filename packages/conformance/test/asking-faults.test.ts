import { describe, expect, it } from 'vitest';

import { askingFaults } from './acme/acme-fault.ts';
import { failuresOf } from './failures-of.ts';

describe('a provider that asks wrongly, or is refused', () => {
  it.each(Object.entries(askingFaults))(
    'and %s fails the clauses that tell of it, and no others',
    async (fault, clauses) => expect(await failuresOf(fault)).toEqual(clauses),
    30_000,
  );
});
