import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiStep } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { openai } from '../src/index.ts';

/** Returns the outcome of a chat that may be retried twice without a delay, and the number of requests. */
async function chat(faults: readonly OpenAiStep[]): Promise<readonly [string, number]> {
  await using emulator = await startOpenAiEmulator({ faults });
  await using understudy = createUnderstudy({
    providers: [openai({ baseUrl: `${emulator.url}/v1`, apiKey: 'test' })],
    retry: { maxRetries: 2, initialDelayMs: 1 },
  });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  const result = understudy.chat({ model: 'openai/gpt-4o-mini', messages }).response();
  const outcome = await result.then(
    ({ finishReason }) => finishReason,
    (error: unknown) => (isUnderstudyError(error) ? error.code : String(error)),
  );
  return [outcome, emulator.requests.length];
}

it('retries a server error, but not one with `x-should-retry: false`', async () => {
  expect(await chat(['overloaded'])).toEqual(['stop', 2]);
  expect(await chat(['overloaded-without-retry'])).toEqual(['overloaded', 1]);
});

it('retries an error with `x-should-retry: true` once', async () => {
  expect(await chat(['conflict'])).toEqual(['request-rejected', 1]);
  expect(await chat(['conflict-with-retry'])).toEqual(['stop', 2]);
  expect(await chat(['conflict-with-retry', 'conflict-with-retry'])).toEqual([
    'request-rejected',
    2,
  ]);
});
