import { createUnderstudy } from '@understudy/core';
import { isProviderDefinition } from '@understudy/core/provider';
import { describe, expect, it } from 'vitest';

import * as door from '../src/index.ts';
import { answer, Emulated, question } from './emulated.ts';

const { fakegpt } = door;
const baseUrl = 'http://127.0.0.1:1';
const messages = [{ role: 'user', content: question }] as const;

describe('fakegpt', () => {
  it('is all that the door shows, beside the class of the original', () => {
    expect(new Set(Object.keys(door))).toEqual(new Set(['FakeGpt', 'fakegpt']));
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
    expect(definition.models.map(({ id }) => id)).toContain('text-davinci-002-render-sha');
  });

  it('takes another id, and refuses one that is no name', () => {
    expect(fakegpt({ baseUrl, id: 'second' }).id).toBe('second');
    expect(() => fakegpt({ baseUrl, id: 'No Name' })).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path: 'id' }),
    );
  });

  it('tells the option that is wrong at its path', () => {
    expect(() => fakegpt({ baseUrl: 'http://u:p@127.0.0.1' })).toThrow(
      expect.objectContaining({ code: 'invalid-configuration', path: 'baseUrl' }),
    );
  });

  it.each([
    [{ tools: [{ name: 'f', inputSchema: {} }] }],
    [{ responseFormat: { type: 'json' } }],
  ] as const)('is asked for nothing that it can not do: %j', async (extra) => {
    await using understudy = createUnderstudy({ providers: [fakegpt({ baseUrl })] });
    const chat = understudy.chat({ model: 'fakegpt/gpt-4', messages, ...extra });
    await expect(chat.text()).rejects.toMatchObject({ code: 'unsupported-feature' });
  });

  it('speaks to a site below a path, and with another browser name', async () => {
    await using site = await Emulated.start({}, { userAgent: 'mine/1' });
    await site.ask();
    for (const { headers } of site.emulator.requests) {
      expect(headers['user-agent']).toBe('mine/1');
      expect(headers['referer']).toBe(`${site.emulator.url}/?v=2`);
    }
  });
});

describe('the register entry', () => {
  it('puts the provider on offer, with its settings', async () => {
    await import('../src/register.ts');
    await using site = await Emulated.start();
    const settings = { fakegpt: { baseUrl: site.emulator.url, sessions: 2 } };
    await using understudy = createUnderstudy({ providers: 'registered', settings });
    const [definition] = understudy.providers();
    expect(definition).toMatchObject({ id: 'fakegpt', lifecycle: { state: 'deprecated' } });
    expect(await understudy.chat({ model: 'fakegpt/gpt-4', messages }).text()).toBe(answer);
  });

  it.each([
    [{}, 'settings.fakegpt.baseUrl'],
    [{ fakegpt: { baseUrl: 'localhost' } }, 'settings.fakegpt.baseUrl'],
    [{ fakegpt: { baseUrl, sessions: 0 } }, 'settings.fakegpt.sessions'],
    [{ fakegpt: { baseUrl, session: 1 } }, 'settings.fakegpt.session'],
  ])('names the setting that is missing or wrong: %j', async (settings, path) => {
    await import('../src/register.ts');
    const ask = async (): Promise<string> => {
      await using understudy = createUnderstudy({ providers: 'registered', settings });
      return understudy.chat({ model: 'fakegpt/gpt-4', messages }).text();
    };
    await expect(ask()).rejects.toMatchObject({ code: 'invalid-configuration', path });
  });
});
