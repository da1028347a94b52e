import { NoSuchModelError } from '@ai-sdk/provider';
import { createProviderRegistry, customProvider, generateText } from 'ai';
import { afterEach, describe, expect, it } from 'vitest';

import { toLanguageModel, toProvider } from '../src/index.ts';
import { backupText, ChainFixture, primaryText, question } from './chain-fixture.ts';

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'AI_SDK_DEFAULT_PROVIDER');
});

describe('toProvider', () => {
  it('works in a registry, whose separator is cut at its first position only', async () => {
    await using fixture = await ChainFixture.start();
    const registry = createProviderRegistry({ ours: toProvider(fixture.understudy) });
    const ask = async (name: `ours:${string}`) => {
      const { text } = await generateText({
        model: registry.languageModel(name),
        prompt: question,
      });
      return text;
    };
    expect(await ask('ours:support')).toBe(primaryText);
    expect(await ask('ours:backup/gpt-5-mini')).toBe(backupText);
    expect(await ask('ours:backup/ft:gpt-5-mini:acme')).toBe(backupText);
    expect(fixture.backup.requests.at(-1)?.model).toBe('ft:gpt-5-mini:acme');
  });

  it('works in a registry with the separator of model references', async () => {
    await using fixture = await ChainFixture.start();
    const registry = createProviderRegistry(
      { ours: toProvider(fixture.understudy) },
      { separator: '/' },
    );
    const model = registry.languageModel('ours/backup/gpt-5-mini');
    expect((await generateText({ model, prompt: question })).text).toBe(backupText);
  });

  it('works as a custom provider and as its fallback', async () => {
    await using fixture = await ChainFixture.start();
    const provider = customProvider({
      languageModels: { cheap: toLanguageModel(fixture.understudy, 'backup/gpt-5-mini') },
      fallbackProvider: toProvider(fixture.understudy),
    });
    const ask = async (name: string) =>
      (await generateText({ model: provider.languageModel(name), prompt: question })).text;
    expect([await ask('cheap'), await ask('support')]).toEqual([backupText, primaryText]);
  });

  it('works as the default provider', async () => {
    await using fixture = await ChainFixture.start();
    globalThis.AI_SDK_DEFAULT_PROVIDER = toProvider(fixture.understudy);
    const { text } = await generateText({ model: 'support', prompt: question });
    expect(text).toBe(primaryText);
  });

  it('is a function', async () => {
    await using fixture = await ChainFixture.start();
    const provider = toProvider(fixture.understudy);
    expect(provider('support').modelId).toBe('support');
    expect(provider.specificationVersion).toBe('v4');
  });

  it('has no unknown models, and no models for embeddings and images', async () => {
    await using fixture = await ChainFixture.start();
    const provider = toProvider(fixture.understudy);
    expect(() => provider.languageModel('suport')).toThrow(NoSuchModelError);
    expect(() => provider.languageModel('')).toThrow(NoSuchModelError);
    expect(() => provider.languageModel('suport')).toThrow(
      /suport.*did you mean "support"\? Check/u,
    );
    expect(() => provider.embeddingModel('support')).toThrow(NoSuchModelError);
    expect(() => provider.imageModel('support')).toThrow(NoSuchModelError);
  });

  it('rejects unknown options and versions', async () => {
    await using fixture = await ChainFixture.start();
    const create = (options: object) => () => toProvider(fixture.understudy, options);
    expect(create({ specificationVersion: 'v3' })).toThrow(/did you mean "specification"/u);
    expect(create({ specification: 'v2' })).toThrow(/expected 'v4' or 'v3', received "v2"/u);
  });
});
