import type { Lifecycle } from '@understudy/core';
import { createUnderstudy, registeredProviders } from '@understudy/core';
import { ConfigurationError, registerProvider } from '@understudy/core/provider';
import { ScriptedProvider } from '@understudy/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { failureOf, hello } from './scripted-understudy.ts';

/** Not a literal, so that the compiler does not resolve it. */
const catalogModule: string = '../src/provider/catalog.ts';
const messages = [{ role: 'user', content: 'Hi' }] as const;

function scripted(lifecycle: Lifecycle): ScriptedProvider {
  return new ScriptedProvider<string>({
    id: 'old',
    models: ['model'],
    lifecycle,
    script: hello,
  });
}

function gone(state: 'deprecated' | 'retired', code: string): Lifecycle {
  return { state, since: '2024-02-05', reason: 'its site is closed', replacement: 'openai', code };
}

describe('a deprecated provider', () => {
  const emit = vi.spyOn(process, 'emitWarning');
  beforeEach(() => void emit.mockReset().mockImplementation(() => {}));
  afterEach(() => void emit.mockReset());

  it('works and warns once per process and code', async () => {
    const { definition } = scripted(gone('deprecated', 'TEST_ONCE'));
    for (let round = 0; round < 2; round += 1) {
      await using understudy = createUnderstudy({ providers: [definition] });
      expect(emit).toHaveBeenCalledTimes(round);
      expect(await understudy.chat({ model: 'old/model', messages }).text()).toBe('Hello');
    }
    expect(emit).toHaveBeenCalledTimes(1);
    expect(emit).toHaveBeenCalledWith(
      'the provider "old", deprecated since 2024-02-05: its site is closed. Use "openai" instead.',
      { type: 'DeprecationWarning', code: 'TEST_ONCE' },
    );
  });

  it('is marked in providers()', () => {
    const { definition } = scripted(gone('deprecated', 'TEST_LIST'));
    const understudy = createUnderstudy({ providers: [definition] });
    expect(understudy.providers()[0]?.lifecycle).toMatchObject({
      state: 'deprecated',
      replacement: 'openai',
    });
  });

  it('is rejected if deprecations are errors', async () => {
    const provider = scripted(gone('deprecated', 'TEST_ERROR'));
    await using understudy = createUnderstudy({
      providers: [provider.definition],
      deprecations: 'error',
    });
    const chat = understudy.chat({ model: 'old/model', messages });
    expect(await failureOf(chat.text())).toMatchObject({
      code: 'provider-deprecated',
      hint: expect.stringContaining('replacement'),
    });
    expect(chat.attempts).toMatchObject([{ outcome: 'failed', requests: 0 }]);
    expect(understudy.explain({ model: 'old/model', messages }).targets[0]?.skipped?.code).toBe(
      'provider-deprecated',
    );
    expect(provider.requests).toEqual([]);
    expect(emit).not.toHaveBeenCalled();
  });

  it('is rejected when retired, unless it is allowed', async () => {
    const { definition } = scripted(gone('retired', 'TEST_SUNSET'));
    await using strict = createUnderstudy({ providers: [definition] });
    expect(await failureOf(strict.chat({ model: 'old/model', messages }).text())).toMatchObject({
      code: 'provider-retired',
    });
    await using lenient = createUnderstudy({ providers: [definition], allowRetired: ['old'] });
    expect(await lenient.chat({ model: 'old/model', messages }).text()).toBe('Hello');
  });
});

describe('registered providers', () => {
  const factory = vi.fn((settings: Readonly<Record<string, unknown>>) => {
    if (typeof settings['baseUrl'] === 'string') {
      return new ScriptedProvider<string>({
        id: 'offered',
        models: ['model'],
        lifecycle: { state: 'active' },
        script: hello,
      }).definition;
    }
    throw new ConfigurationError({ path: 'baseUrl', expected: 'the address', received: 'nothing' });
  });
  beforeEach(() => {
    registerProvider({
      id: 'offered',
      label: 'Offered',
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      credentialEnvVars: ['OFFERED_KEY'],
      models: [{ id: 'model' }],
      settings: [{ name: 'baseUrl', required: true }],
      factory,
    });
  });

  it('are created from their settings', async () => {
    await using understudy = createUnderstudy({
      providers: 'registered',
      settings: { offered: { baseUrl: 'http://x' } },
    });
    expect(await understudy.chat({ model: 'offered/model', messages }).text()).toBe('Hello');
    expect(registeredProviders()).toEqual([
      expect.objectContaining({ id: 'offered', credentialEnvVars: ['OFFERED_KEY'] }),
    ]);
  });

  it('with a missing setting fail when they are used, with the path of the setting', async () => {
    await using understudy = createUnderstudy({ providers: 'registered' });
    expect(understudy.providers()).toEqual([]);
    expect(
      await failureOf(understudy.chat({ model: 'offered/model', messages }).text()),
    ).toMatchObject({
      code: 'invalid-configuration',
      path: 'settings.offered.baseUrl',
      message: 'settings.offered.baseUrl: expected the address, received nothing',
    });
    const failure = await failureOf(understudy.chat({ model: 'model', messages }).text());
    expect(failure).toMatchObject({
      code: 'model-not-found',
      message: expect.stringContaining('a model of an active provider (none is available)'),
    });
    const chained = (): unknown =>
      createUnderstudy({ providers: 'registered', chains: { support: ['offered/model'] } });
    expect(chained).toThrow('settings.offered.baseUrl');
  });

  it('keep their registered id', async () => {
    registerProvider({
      id: 'renamed',
      label: 'Renamed',
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      credentialEnvVars: ['OFFERED_KEY'],
      models: [],
      settings: [],
      factory: () => factory({ baseUrl: 'http://x' }),
    });
    await using understudy = createUnderstudy({ providers: 'registered' });
    const chat = understudy.chat({ model: 'renamed/model', messages });
    expect(await failureOf(chat.text())).toMatchObject({ path: 'settings.renamed.id' });
  });

  it('contain only what was registered', () => {
    const create = (): unknown =>
      createUnderstudy({ providers: 'registered', settings: { unknown: {} } });
    expect(create).toThrow('settings.unknown: expected the id of a registered provider');
  });

  it('are shared by two copies of the package', async () => {
    const copy: { registeredProviders: typeof registeredProviders } = await import(
      `${catalogModule}?copy`
    );
    expect(copy.registeredProviders).not.toBe(registeredProviders);
    expect(copy.registeredProviders()).toEqual(registeredProviders());
  });
});

describe('defineProvider rejects', () => {
  it.each(['', 'a/b', 'Ä', '__proto__', 'a b', 'A'])('the id %j', (id) => {
    const define = (): unknown =>
      new ScriptedProvider<string>({
        id,
        models: [],
        lifecycle: { state: 'active' },
        script: [],
      });
    expect(define).toThrow(expect.objectContaining({ code: 'invalid-configuration', path: 'id' }));
  });
});
