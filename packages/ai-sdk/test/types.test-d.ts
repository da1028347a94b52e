import type { LanguageModelV4, LanguageModelV4CallOptions, ProviderV4 } from '@ai-sdk/provider';
import type { LanguageModelV2, ProviderV2 } from '@ai-sdk/provider-2';
import type { LanguageModelV3, LanguageModelV3CallOptions, ProviderV3 } from '@ai-sdk/provider-3';
import { createUnderstudy } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { openai } from '@understudy/provider-openai';
import { streamText } from 'ai';
import { streamText as streamText6 } from 'ai-6';
import { describe, expectTypeOf, it } from 'vitest';

import { fromLanguageModel, toLanguageModel, toProvider } from '../src/index.ts';
import type {
  CallOptions,
  LanguageModel,
  LanguageModelProvider,
  ModelProviderSource,
  ModelSource,
} from '../src/index.ts';

describe('the types of models', () => {
  it('are those of version 4', () => {
    expectTypeOf<LanguageModel>().toExtend<LanguageModelV4>();
    expectTypeOf<LanguageModelProvider>().toExtend<ProviderV4>();
    expectTypeOf<LanguageModelV4CallOptions>().toExtend<CallOptions>();
  });

  it('are those of version 3', () => {
    expectTypeOf<LanguageModel<'v3'>>().toExtend<LanguageModelV3>();
    expectTypeOf<LanguageModelProvider<'v3'>>().toExtend<ProviderV3>();
    expectTypeOf<LanguageModelV3CallOptions>().toExtend<CallOptions>();
  });

  it('follow the option', () => {
    const understudy: Understudy = createUnderstudy({ providers: [] });
    expectTypeOf(toLanguageModel(understudy, 'support')).toEqualTypeOf<LanguageModel>();
    const v3 = toLanguageModel(understudy, 'support', { specification: 'v3' });
    expectTypeOf(v3).toEqualTypeOf<LanguageModel<'v3'>>();
    expectTypeOf(toProvider(understudy)).toEqualTypeOf<LanguageModelProvider>();
    streamText({ model: toLanguageModel(understudy, 'support'), prompt: 'Hi' });
    streamText6({ model: v3, prompt: 'Hi' });
  });

  it('of every version are providers', () => {
    expectTypeOf<LanguageModelV4>().toExtend<ModelSource>();
    expectTypeOf<LanguageModelV3>().toExtend<ModelSource>();
    expectTypeOf<LanguageModelV2>().toExtend<ModelSource>();
    expectTypeOf<ProviderV4>().toExtend<ModelProviderSource>();
    expectTypeOf<ProviderV3>().toExtend<ModelProviderSource>();
    expectTypeOf<ProviderV2>().toExtend<ModelProviderSource>();
    const chains: Understudy = createUnderstudy({ providers: [] });
    const model: LanguageModelV4 = toLanguageModel(chains, 'support');
    const understudy = createUnderstudy({ providers: [fromLanguageModel(model, { id: 'acme' })] });
    toLanguageModel(understudy, 'acme/support');
    // @ts-expect-error: no such provider
    toLanguageModel(understudy, 'other/support');
  });

  it('accept the names of the runtime only', () => {
    const understudy = createUnderstudy({
      providers: [openai({ apiKey: 'any' })],
      chains: { support: ['openai/gpt-5-mini'] },
    });
    toLanguageModel(understudy, 'support');
    toLanguageModel(understudy, 'openai/gpt-5-mini');
    // @ts-expect-error: no such chain
    toLanguageModel(understudy, 'suport');
    toProvider(understudy);
  });
});
