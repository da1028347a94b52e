import { createUnderstudy, registeredProviders } from '@understudy/core';
import { isProviderDefinition } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import * as entry from '../src/index.ts';
import { EmulatorFixture, question, responseText } from './emulator-fixture.ts';

const { fakegpt } = entry;
const baseUrl = 'http://127.0.0.1:1';
const messages = [{ role: 'user', content: question }] as const;

describe('fakegpt', () => {
  it('is exported together with the class of the original provider', () => {
    expect(new Set(Object.keys(entry))).toEqual(new Set(['FakeGpt', 'fakegpt']));
  });

  it('defines a deprecated provider', () => {
    const definition = fakegpt({ baseUrl });
    expect(isProviderDefinition(definition)).toBe(true);
    expect(definition).toMatchObject({
      id: 'fakegpt',
      url: 'https://chat-shared2.zhile.io',
      lifecycle: {
        state: 'deprecated',
        since: '2024-02-05',
        code: 'UNDERSTUDY_DEP_FAKEGPT',
        replacement: 'openai',
      },
      capabilities: { tools: false, images: false, files: false, json: false },
      allowUnknownModels: false,
      credentialEnvVars: [],
    });
    expect(definition.models.map(({ id }) => id)).toEqual([
      'text-davinci-002-render-sha',
      'text-davinci-002-render-sha-mobile',
      'gpt-4',
      'gpt-4-mobile',
      'gpt-4-browsing',
      'gpt-4-plugins',
      'gpt-4-code-interpreter',
    ]);
  });

  it('accepts another id and rejects an invalid one', () => {
    expect(fakegpt({ baseUrl, id: 'second' }).id).toBe('second');
    expect(() => fakegpt({ baseUrl, id: 'No Name' })).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path: 'id' }),
    );
  });

  it('reports the path of an invalid option', () => {
    expect(() => fakegpt({ baseUrl: 'http://u:p@127.0.0.1' })).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path: 'baseUrl' }),
    );
  });

  it.each([
    [{ tools: [{ name: 'f', inputSchema: {} }] }],
    [{ responseFormat: { type: 'json' } }],
  ] as const)('rejects unsupported features: %j', async (extra) => {
    await using understudy = createUnderstudy({ providers: [fakegpt({ baseUrl })] });
    const chat = understudy.chat({ model: 'fakegpt/gpt-4', messages, ...extra });
    await expect(chat.text()).rejects.toMatchObject({ code: 'unsupported-feature' });
  });

  it('sends the configured user agent', async () => {
    await using fixture = await EmulatorFixture.start({}, { userAgent: 'mine/1' });
    await fixture.chat();
    for (const { headers } of fixture.emulator.requests) {
      expect(headers['user-agent']).toBe('mine/1');
      expect(headers['referer']).toBe(`${fixture.emulator.url}/?v=2`);
    }
  });
});

describe('the entry point ./register', () => {
  it('registers the provider with its settings', async () => {
    await import('../src/register.ts');
    await using fixture = await EmulatorFixture.start();
    const settings = { fakegpt: { baseUrl: fixture.emulator.url, sessions: 2 } };
    await using understudy = createUnderstudy({ providers: 'registered', settings });
    const [definition] = understudy.providers();
    expect(definition).toMatchObject({ id: 'fakegpt', lifecycle: { state: 'deprecated' } });
    expect(await understudy.chat({ model: 'fakegpt/gpt-4', messages }).text()).toBe(responseText);
  });

  it('lists the settings, with the required one and the secret one', async () => {
    await import('../src/register.ts');
    const registration = registeredProviders().find(({ id }) => id === 'fakegpt');
    expect(registration?.settings).toEqual(
      expect.arrayContaining([
        { name: 'baseUrl', required: true },
        { name: 'proxy', required: false, secret: true },
        { name: 'sessions', required: false },
      ]),
    );
  });

  it.each([
    [{}, 'settings.fakegpt.baseUrl'],
    [{ fakegpt: { baseUrl: 'localhost' } }, 'settings.fakegpt.baseUrl'],
    [{ fakegpt: { baseUrl, sessions: 0 } }, 'settings.fakegpt.sessions'],
    [{ fakegpt: { baseUrl, session: 1 } }, 'settings.fakegpt.session'],
  ])('reports the path of a missing or invalid setting: %j', async (settings, path) => {
    await import('../src/register.ts');
    const chat = async (): Promise<string> => {
      await using understudy = createUnderstudy({ providers: 'registered', settings });
      return await understudy.chat({ model: 'fakegpt/gpt-4', messages }).text();
    };
    await expect(chat()).rejects.toMatchObject({ code: 'invalid-configuration', path });
  });
});
