import { createUnderstudy, modelRef } from '@understudy/core';
import type { ProviderDefinition } from '@understudy/core';
import type { GrowingList } from '@understudy/core/provider';
import { expectTypeOf, it } from 'vitest';

import { defineVendor, groq, ollama, openai } from '../src/index.ts';
import type { OpenAiModel } from '../src/index.ts';
import type { ActiveLifecycle } from '../src/vendor.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const baseUrl = 'http://127.0.0.1:1/v1';

it('is typed by its id and its known models', () => {
  type Definition<Id extends string> = ProviderDefinition<
    Id,
    GrowingList<OpenAiModel>,
    ActiveLifecycle
  >;
  expectTypeOf(openai()).toEqualTypeOf<Definition<'openai'>>();
  expectTypeOf(openai({})).toEqualTypeOf<Definition<'openai'>>();
  expectTypeOf(openai({ apiKey: process.env['KEY'] })).toEqualTypeOf<Definition<'openai'>>();
  expectTypeOf(openai({ id: 'second' })).toEqualTypeOf<Definition<'second'>>();
  expectTypeOf(openai({ api: 'responses' })).toEqualTypeOf<Definition<'openai'>>();
  expectTypeOf(openai({ id: 'own', baseUrl }).id).toEqualTypeOf<'own'>();
});

it('accepts any model with the provider id, and known models without it', () => {
  const understudy = createUnderstudy({ providers: [openai(), openai({ id: 'second' })] });
  understudy.chat({ model: 'openai/gpt-5-mini', messages });
  understudy.chat({ model: 'second/gpt-5-mini', messages });
  understudy.chat({ model: 'gpt-5-mini', messages });
  understudy.chat({ model: modelRef('openai/gpt-5-mini-2025-08-07'), messages });
  understudy.chat({ model: 'openai/ft:our-own', messages });
  // @ts-expect-error not a known model
  understudy.chat({ model: 'gpt-5-mimi', messages });
  // @ts-expect-error no such provider
  understudy.chat({ model: 'third/gpt-5-mini', messages });
});

it('accepts any model for an own server and for vendors without a list of models', () => {
  const understudy = createUnderstudy({
    providers: [openai({ id: 'own', baseUrl }), groq(), ollama({ id: 'local' })],
    chains: { support: ['own/my-model', 'groq/openai/gpt-oss-120b', 'local/qwen3'] },
  });
  understudy.chat({ model: 'own/anything', messages });
  // @ts-expect-error the name does not identify a provider
  understudy.chat({ model: 'qwen3', messages });
});

it('rejects an unknown option', () => {
  // @ts-expect-error apiKey
  openai({ apikey: 'x' });
  // @ts-expect-error apiKey
  openai({ baseUrl, apikey: 'x' });
  // @ts-expect-error no such API
  openai({ api: 'response' });
  // @ts-expect-error no such quirk
  openai({ quirks: { streamUse: true } });
});

it('defineVendor returns a factory that is typed by id and models', () => {
  const mine = defineVendor({
    id: 'mine',
    label: 'Mine',
    url: 'https://mine.test',
    baseUrl: 'https://api.mine.test/v1',
    credentialEnvVars: ['MINE_API_KEY'],
    models: [{ id: 'small' }, { id: 'large' }],
  });
  expectTypeOf(mine()).toEqualTypeOf<
    ProviderDefinition<'mine', GrowingList<'small' | 'large'>, ActiveLifecycle>
  >();
  createUnderstudy({ providers: [mine()] }).chat({ model: 'mine/small', messages });
});
