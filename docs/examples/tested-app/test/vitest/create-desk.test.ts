import { ProviderError } from '@understudy/core';
import { ScriptedProvider } from '@understudy/core/testing';
import { startOpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

import { createDesk } from '../../src/create-desk.ts';

const question = 'Is there a matinee?';

describe('the desk, over real sockets', () => {
  it('has the second vendor step in, and drops not a word', async () => {
    const rules = [{ when: question, answer: 'At three.' }];
    await using lead = await startOpenAiEmulator({ rules, faults: ['overloaded'] });
    await using stand = await startOpenAiEmulator({ rules });
    await using desk = createDesk([
      openai({ id: 'lead', apiKey: 'sk-lead', baseUrl: lead.baseUrl }),
      openai({ id: 'stand', apiKey: 'sk-stand', baseUrl: stand.baseUrl }),
    ]);
    expect(await desk.answer(question)).toBe('At three.');
    expect(await lead.nextRequest()).toMatchObject({ fault: 'overloaded', asked: question });
    expect(await stand.nextRequest()).toMatchObject({ fault: undefined, asked: question });
  });
});

describe('the desk, without a socket', () => {
  const finish = { type: 'finish', reason: 'stop' } as const;

  it('tells what went wrong when nobody answers', async () => {
    const error = new ProviderError({ code: 'authentication-failed', message: 'no such key' });
    const lead = new ScriptedProvider({
      id: 'lead',
      models: ['one'],
      lifecycle: { state: 'active' },
      script: [{ type: 'fail', error }],
    });
    await using desk = createDesk([lead.definition]);
    await expect(desk.answer(question)).rejects.toMatchObject({ code: 'authentication-failed' });
  });

  it('asks as a person does', async () => {
    const lead = new ScriptedProvider({
      id: 'lead',
      models: ['one'],
      lifecycle: { state: 'active' },
      script: [{ type: 'text-delta', text: 'At three.' }, finish],
    });
    await using desk = createDesk([lead.definition]);
    expect(await desk.answer(question)).toBe('At three.');
    expect(lead.requests).toMatchObject([{ messages: [{ role: 'user', content: question }] }]);
  });
});
