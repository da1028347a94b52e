import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { createSessionPassword } from './session-password.ts';

it('is long enough, of letters and digits, with at least one of each', () => {
  const run = fc.property(fc.uuid({ version: 4 }), (uuid) => {
    const password = createSessionPassword({ next: () => 0, uuid: () => uuid });
    expect(password).toMatch(/^(?=.*[a-z])(?=.*\d)[\da-z]{14}$/);
  });
  fc.assert(run, { numRuns: 2000, seed: 20_261_122 });
});

it('differs where the random port differs', () => {
  const first = createSessionPassword({ next: () => 0, uuid: () => crypto.randomUUID() });
  expect(createSessionPassword({ next: () => 0, uuid: () => crypto.randomUUID() })).not.toBe(first);
});
