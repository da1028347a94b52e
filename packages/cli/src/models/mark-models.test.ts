import { expect, it } from 'vitest';

import { markModels } from './mark-models.ts';

const declared = [{ id: 'large', label: 'The large one' }, { id: 'old' }];

it('marks what the package declares and what the vendor offers, each once', () => {
  const models = [{ id: 'new' }, { id: 'large', contextTokens: 1000 }];
  expect(markModels(declared, { outcome: 'listed', models, tookMs: 1 })).toEqual([
    { id: 'large', label: 'The large one', contextTokens: 1000, declared: true, live: true },
    { id: 'old', declared: true, live: false },
    { id: 'new', declared: false, live: true },
  ]);
});

it.each([
  { outcome: 'unlisted' },
  { outcome: 'not-asked', missing: { kind: 'key', path: 'ACME_API_KEY' } },
  { outcome: 'failed', error: new Error('down'), tookMs: 1 },
] as const)('says of no model that it is live where that is not known: %j', (result) => {
  expect(markModels(declared, result)).toEqual(
    declared.map((model) => ({ ...model, declared: true, live: undefined })),
  );
});
