import assert from 'node:assert/strict';
import { afterEach, beforeEach, it, mock } from 'node:test';

import { createUnderstudy } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';

beforeEach(() => mock.timers.enable());
afterEach(() => mock.timers.reset());

it('retries while timers are fake', async () => {
  await using emulator = await startOpenAiEmulator({ faults: ['overloaded'] });
  await using understudy = createUnderstudy({
    providers: [openai({ apiKey: 'any', baseUrl: emulator.baseUrl })],
    retry: { initialDelayMs: 10 },
  });
  const messages = [{ role: 'user', content: 'What is 2+2*3?' }] as const;
  const chat = understudy.chat({ model: 'openai/gpt-5-mini', messages });
  assert.equal(await chat.text(), '2+2*3 = 8');
});
