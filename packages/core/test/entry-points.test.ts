import { createUnderstudy } from '@understudy/core';
import { loadProviders } from '@understudy/core/discovery';
import { defineProvider, registerProvider } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import { failureOf } from './scripted-understudy.ts';

const create = () => ({ async *chat() {} });
const valid = { id: 'mine', models: [{ id: 'm' }], create };

describe('defineProvider()', () => {
  it('has a default for every field but id, models and create', () => {
    expect(defineProvider(valid)).toMatchObject({
      id: 'mine',
      label: 'mine',
      interfaceVersion: 1,
      lifecycle: { state: 'active' },
      capabilities: { tools: false, images: false, files: false, json: false },
      credentialEnvVars: [],
      allowUnknownModels: false,
    });
  });

  it('accepts a definition that it returned', () => {
    const definition = defineProvider({ ...valid, capabilities: { tools: true } });
    expect(defineProvider({ ...definition, id: 'other' })).toMatchObject({
      id: 'other',
      capabilities: { tools: true, json: false },
    });
  });

  it.each<readonly [unknown, string]>([
    [undefined, 'definition'],
    ['mine', 'definition'],
    [{ models: [], create }, 'id'],
    [{ ...valid, id: 'My Provider' }, 'id'],
    [{ ...valid, id: '__proto__' }, 'id'],
    [{ ...valid, models: undefined }, 'models'],
    [{ ...valid, models: ['m'] }, 'models[0]'],
    [{ ...valid, models: [{ id: '' }] }, 'models[0].id'],
    [{ ...valid, models: [{ id: 'm' }, { id: 'n' }, { id: 'm' }] }, 'models[2].id'],
    [{ ...valid, models: [{ id: 'm', contextTokens: '8k' }] }, 'models[0].contextTokens'],
    [{ ...valid, models: [{ id: 'm', context: 8 }] }, 'models[0].context'],
    [
      { ...valid, models: [{ id: 'm', capabilities: { vision: true } }] },
      'models[0].capabilities.vision',
    ],
    [{ ...valid, create: {} }, 'create'],
    [{ ...valid, chat: create }, 'chat'],
    [{ ...valid, capabilities: { tool: true } }, 'capabilities.tool'],
    [{ ...valid, lifecycle: { state: 'sunset' } }, 'lifecycle.state'],
    [{ ...valid, lifecycle: { state: 'deprecated' } }, 'lifecycle.since'],
    [{ ...valid, allowAnyModel: true }, 'allowAnyModel'],
    [{ ...valid, wireFormat: 'openai' }, 'wireFormat'],
    [{ ...valid, interfaceVersion: 2 }, 'interfaceVersion'],
  ])('rejects %j with its path', (definition, path) => {
    expect(() => defineProvider(definition as never)).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path }),
    );
  });
});

describe('registerProvider()', () => {
  it.each<readonly [unknown, string]>([
    [undefined, 'registration'],
    [{}, 'id'],
    [{ id: 'mine' }, 'factory'],
    [{ id: 'mine', factory: create, settings: ['key'] }, 'settings[0]'],
    [{ id: 'mine', factory: create, setting: [] }, 'setting'],
  ])('rejects %j with its path', (registration, path) => {
    expect(() => registerProvider(registration as never)).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path }),
    );
  });
});

it('loadProviders() rejects a value that is not a list', async () => {
  expect(await failureOf(loadProviders(5 as never))).toMatchObject({ path: 'providers' });
});

it('createUnderstudy() rejects settings for providers that are not registered', () => {
  const settings = { openai: { apiKey: 'my-key' } };
  // @ts-expect-error the settings are passed to the factory
  expect(() => createUnderstudy({ providers: [], settings })).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', path: 'settings' }),
  );
});

it('close() rejects an unknown option and stays open', async () => {
  const understudy = createUnderstudy({ providers: [] });
  expect(await failureOf(understudy.close({ timeout: 5 } as never))).toMatchObject({
    path: 'options.timeout',
    advice: 'did you mean "timeoutMs"?',
  });
  expect(() => understudy.explain({ model: 'x', messages: [] } as never)).not.toThrow('closed');
  await understudy.close();
});
