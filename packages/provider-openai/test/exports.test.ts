import { readFileSync } from 'node:fs';

import { readProviderField } from '@understudy/core/discovery';
import { isJsonObject, parseJson } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import * as door from '../src/index.ts';

// A change of this list is a change of the public surface: it needs a changeset.
it('exports what it says', () => {
  expect(Object.keys(door).toSorted()).toEqual([
    'defineVendor',
    'groq',
    'ollama',
    'openai',
    'openrouter',
    'registerVendor',
    'vllm',
  ]);
});

it('names the factory of each provider in its manifest', () => {
  const manifest = parseJson(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const told = isJsonObject(manifest) ? readProviderField(manifest, 'package.json') : undefined;
  const ids = ['openai', 'openrouter', 'groq', 'ollama', 'vllm'];
  expect([...(told ?? [])]).toEqual(ids.map((id) => [id, id]));
});
