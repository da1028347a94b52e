import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import { startOllamaEmulator } from '@understudy/emulator';
import type { OllamaFaultName } from '@understudy/emulator';
import { expect, it } from 'vitest';

import { ollama } from '../src/index.ts';

const messages = [{ role: 'user', content: 'Hi' }] as const;

/** Returns the outcome of a chat that may be retried twice without a delay, and the number of chat requests. */
async function chat(fault: OllamaFaultName): Promise<readonly [string, number]> {
  await using emulator = await startOllamaEmulator({ faults: [fault] });
  await using understudy = createUnderstudy({
    providers: [ollama({ baseUrl: emulator.url })],
    retry: { maxRetries: 2, initialDelayMs: 1 },
  });
  const outcome = await understudy
    .chat({ model: 'ollama/tiny', messages })
    .response()
    .then(
      ({ finishReason }) => finishReason,
      (error: unknown) => (isUnderstudyError(error) ? error.code : String(error)),
    );
  return [outcome, emulator.requests.filter(({ path }) => path === '/api/chat').length];
}

it('does not retry a model that needs more memory, because it does not become free', async () => {
  expect(await chat('runner-stopped')).toEqual(['stop', 2]);
  expect(await chat('out-of-memory')).toEqual(['server-error', 1]);
});

it('says how to start Ollama if nothing listens', async () => {
  const emulator = await startOllamaEmulator();
  await emulator.close();
  await using understudy = createUnderstudy({
    providers: [ollama({ baseUrl: emulator.url })],
    retry: { maxRetries: 0 },
  });
  const message = expect.stringMatching(/ECONNREFUSED\); run "ollama serve", or check baseUrl$/u);
  await expect(understudy.chat({ model: 'ollama/tiny', messages }).text()).rejects.toMatchObject({
    code: 'connection-failed',
    message,
  });
  await expect(understudy.models('ollama')).rejects.toMatchObject({ message });
});
