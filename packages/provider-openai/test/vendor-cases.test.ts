import { describe, expect, it } from 'vitest';

import { playCase } from './vendor-cases/play-case.ts';
import { readVendorCases } from './vendor-cases/vendor-case.ts';

const cases = readVendorCases().map((vendorCase) => [vendorCase.name, vendorCase] as const);

describe('openai with what vendors were reported to send', () => {
  it.each(cases)('%s', async (_, vendorCase) => {
    expect(await playCase(vendorCase)).toEqual([]);
  });
});
