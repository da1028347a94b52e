import { readFileSync } from 'node:fs';

import { readProviderField } from '@understudy/core/discovery';
import { isJsonObject, parseJson } from '@understudy/core/provider';
import { expect, it } from 'vitest';

import * as entry from '../src/index.ts';

// A change of this list needs a changeset.
it('exports the documented names', () => {
  expect(Object.keys(entry).toSorted()).toEqual([
    'defineVendor',
    'groq',
    'ollama',
    'openai',
    'openrouter',
    'registerVendor',
    'vllm',
  ]);
});

it('names the factory of each provider in package.json', () => {
  const manifest = parseJson(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const factories = isJsonObject(manifest)
    ? readProviderField(manifest, 'package.json')
    : undefined;
  const ids = ['openai', 'openrouter', 'groq', 'ollama', 'vllm'];
  expect([...(factories ?? [])]).toEqual(ids.map((id) => [id, id]));
});
