import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { startAnthropicEmulator } from '@understudy/emulator';
import type { AnthropicStep } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { anthropic } from '../src/index.ts';

/** Returns the outcome of a chat that may be retried twice without a delay, and the number of requests. */
async function chat(faults: readonly AnthropicStep[]): Promise<readonly [string, number]> {
  await using emulator = await startAnthropicEmulator({ faults });
  await using understudy = createUnderstudy({
    providers: [anthropic({ baseUrl: emulator.baseUrl, apiKey: 'test' })],
    retry: { maxRetries: 2, initialDelayMs: 1 },
  });
  const messages = [{ role: 'user', content: 'Hi' }] as const;
  const result = understudy.chat({ model: 'anthropic/claude-sonnet-5', messages }).response();
  const outcome = await result.then(
    ({ finishReason }) => finishReason,
    (error: unknown) => (isUnderstudyError(error) ? error.code : String(error)),
  );
  return [outcome, emulator.requests.length];
}

it('the header `x-should-retry` decides about retries', async () => {
  expect(await chat(['overloaded'])).toEqual(['stop', 2]);
  expect(await chat(['overloaded-without-retry'])).toEqual(['overloaded', 1]);
  expect(await chat(['conflict-with-retry'])).toEqual(['stop', 2]);
});

it('an error of the account is not retried', async () => {
  for (const fault of ['billing', 'spend-limit', 'organization-on-hold'] as const) {
    expect((await chat([fault]))[1]).toBe(1);
  }
});
