import { createUnderstudy } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('retries while timers are fake', async () => {
  await using emulator = await startOpenAiEmulator({ faults: ['overloaded'] });
  await using understudy = createUnderstudy({
    providers: [openai({ apiKey: 'any', baseUrl: emulator.baseUrl })],
    retry: { initialDelayMs: 10 },
  });
  const messages = [{ role: 'user', content: 'What is 2+2*3?' }] as const;
  expect(await understudy.chat({ model: 'openai/gpt-5-mini', messages }).text()).toBe('2+2*3 = 8');
});
