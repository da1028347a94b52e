import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createSessionPassword } from './session-password.ts';

describe('createSessionPassword', () => {
  it('returns 14 letters and digits, at least one of each', () => {
    const run = fc.property(fc.uuid({ version: 4 }), (uuid) => {
      const password = createSessionPassword({ next: () => 0, uuid: () => uuid });
      expect(password).toMatch(/^(?=.*[a-z])(?=.*\d)[\da-z]{14}$/);
    });
    fc.assert(run, { numRuns: 2000, seed: 20_261_122 });
  });

  it('returns different passwords for different UUIDs', () => {
    const first = createSessionPassword({ next: () => 0, uuid: () => crypto.randomUUID() });
    expect(createSessionPassword({ next: () => 0, uuid: () => crypto.randomUUID() })).not.toBe(
      first,
    );
  });
});
