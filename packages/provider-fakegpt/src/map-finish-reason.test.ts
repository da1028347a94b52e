import { expect, it } from 'vitest';

import { mapFinishReason } from './map-finish-reason.ts';

it.each([
  ['stop', 'stop'],
  ['max_tokens', 'length'],
  ['finished_partial_completion', 'length'],
  ['interrupted', undefined],
  ['something new', 'other'],
])('%s is %s', (rawReason, reason) => {
  expect(mapFinishReason(rawReason)).toBe(reason);
});
