import { ProviderError } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import type { ScriptStep } from '@understudy/core/testing';
import { startOpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

import { createDesk } from '../../src/create-desk.ts';

const question = 'When do you open?';

describe('createDesk with emulated providers', () => {
  it('falls back to the second provider', async () => {
    const rules = [{ when: question, response: 'At nine.' }];
    await using primary = await startOpenAiEmulator({ rules, faults: ['overloaded'] });
    await using backup = await startOpenAiEmulator({ rules });
    await using desk = createDesk([
      openai({ id: 'primary', apiKey: 'sk-primary', baseUrl: primary.baseUrl }),
      openai({ id: 'backup', apiKey: 'sk-backup', baseUrl: backup.baseUrl }),
    ]);
    expect(await desk.respond(question)).toBe('At nine.');
    expect(await primary.nextRequest()).toMatchObject({
      fault: 'overloaded',
      lastUserMessage: question,
    });
    expect(await backup.nextRequest()).toMatchObject({
      fault: undefined,
      lastUserMessage: question,
    });
  });
});

describe('createDesk with a scripted provider', () => {
  function createProvider(...script: readonly ScriptStep[]) {
    return new ScriptedProvider({
      id: 'primary',
      models: ['model-1'],
      lifecycle: { state: 'active' },
      script,
    });
  }

  it('rejects with the error of the provider', async () => {
    const error = new ProviderError({ code: 'authentication-failed', message: 'invalid key' });
    const primary = createProvider({ type: 'fail', error });
    await using desk = createDesk([primary.definition]);
    await expect(desk.respond(question)).rejects.toMatchObject({ code: 'authentication-failed' });
  });

  it('sends the question as a user message', async () => {
    const primary = createProvider(
      { type: 'text-delta', text: 'At nine.' },
      { type: 'finish', reason: 'stop' },
    );
    await using desk = createDesk([primary.definition]);
    expect(await desk.respond(question)).toBe('At nine.');
    expect(primary.requests).toMatchObject([{ messages: [{ role: 'user', content: question }] }]);
  });
});
