import { readFileSync } from 'node:fs';

import { isJsonObject, parseJson, readObject } from '@understudy/core/provider';
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
    'vllm',
  ]);
});

it('names its factory in its manifest', () => {
  const manifest = parseJson(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const told = readObject(manifest, 'understudy');
  expect(isJsonObject(told) ? told : undefined).toEqual({
    provider: 'openai',
    interfaceVersion: 1,
  });
});
