import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { groq, ollama, openai, openrouter, vllm } from '../src/index.ts';

const definitions = {
  openai: openai(),
  openrouter: openrouter(),
  groq: groq(),
  ollama: ollama(),
  vllm: vllm(),
};

describe('package.json', () => {
  it('names the exported factory of each provider', () => {
    const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    const names = Object.fromEntries(
      Object.entries(definitions).map(([name, { id }]) => [id, name]),
    );
    expect(manifest.understudy.provider).toEqual(names);
  });
});
