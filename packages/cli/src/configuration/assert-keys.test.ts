import { createUnderstudy, modelRef } from '@understudy/core';
import type { ChainExplanation } from '@understudy/core';
import { ollama, openai } from '@understudy/provider-openai';
import { expect, it } from 'vitest';

import type { ProviderListing } from '../packages/understudy-packages.ts';
import { assertKeys } from './assert-keys.ts';

const listings: readonly ProviderListing[] = [openai({ apiKey: 'any' }), ollama()].map(
  (definition) => ({
    ...definition,
    settings: [{ name: 'apiKey', required: definition.id === 'openai' }],
  }),
);

function explain(...targets: readonly string[]): ChainExplanation {
  const understudy = createUnderstudy({
    providers: [openai({ apiKey: 'any' }), ollama()],
    chains: { support: targets.map(modelRef) },
  });
  return understudy.explain({ model: 'support' });
}

it('rejects a chain if one target has no key', () => {
  const plan = explain('ollama/qwen3', 'openai/gpt-5');
  expect(() => assertKeys(plan, undefined, listings)).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', path: 'OPENAI_API_KEY' }),
  );
});

it.each([{ apiKey: 'sk-any' }, { baseUrl: 'http://127.0.0.1:1' }, { headers: { 'x-key': 'any' } }])(
  'accepts a provider with %j',
  (settings) => {
    const plan = explain('openai/gpt-5');
    expect(assertKeys(plan, { openai: settings }, listings)).toBeUndefined();
  },
);

it('ignores missing keys of other providers', () => {
  expect(assertKeys(explain('ollama/qwen3'), undefined, listings)).toBeUndefined();
});
