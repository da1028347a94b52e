import { describe, expect, it } from 'vitest';

import { playCase } from './vendor-cases/play-case.ts';
import { readVendorCases } from './vendor-cases/vendor-case.ts';

/** Cases about error responses, delays and requests that do not have the expected outcome yet. */
const pending: ReadonlySet<string> = new Set([
  'content-of-a-turn-with-calls-only',
  'content-refused-dashscope',
  'content-refused-xai',
  'field-refused-is-named',
  'field-refused-is-named-loc',
  'half-a-character-in-a-prompt',
  'key-expired-gemini',
  'long-id-is-no-long-prompt',
  'model-not-supported',
  'no-credit-dashscope',
  'reasoning-details-go-back',
  'too-long-kimi',
  'tool-without-properties',
  'tools-not-supported-openrouter',
  'wait-in-reset-header',
]);

const cases = readVendorCases().map((vendorCase) => [vendorCase.name, vendorCase] as const);

describe('openai with what vendors were reported to send', () => {
  it.each(cases.filter(([name]) => !pending.has(name)))('%s', async (_, vendorCase) => {
    expect(await playCase(vendorCase)).toEqual([]);
  });

  it.each(cases.filter(([name]) => pending.has(name)))('%s (pending)', async (_, vendorCase) => {
    expect(await playCase(vendorCase)).not.toEqual([]);
  });
});
