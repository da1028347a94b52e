import { expect, it } from 'vitest';

import { markModels } from './mark-models.ts';

const declared = [{ id: 'large', label: 'Large' }, { id: 'old' }];

it('marks declared and live models without duplicates', () => {
  const models = [{ id: 'new' }, { id: 'large', contextTokens: 1000 }];
  expect(markModels(declared, { outcome: 'listed', models, latencyMs: 1 })).toEqual([
    { id: 'large', label: 'Large', contextTokens: 1000, declared: true, live: true },
    { id: 'old', declared: true, live: false },
    { id: 'new', declared: false, live: true },
  ]);
});

it.each([
  { outcome: 'unlisted' },
  { outcome: 'not-requested', missing: { kind: 'key', path: 'ACME_API_KEY' } },
  { outcome: 'failed', error: new Error('down'), latencyMs: 1 },
] as const)('leaves live undefined if it is unknown: %j', (result) => {
  expect(markModels(declared, result)).toEqual(
    declared.map((model) => ({ ...model, declared: true, live: undefined })),
  );
});
