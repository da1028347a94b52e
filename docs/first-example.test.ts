import { createUnderstudy, isChainError, isProviderError } from '@understudy/core';
import type { ChatInput, Understudy } from '@understudy/core';
import { startFakeGptEmulator, startOpenAiEmulator } from '@understudy/emulator';
import type { FakeGptEmulator, OpenAiEmulator, OpenAiStep } from '@understudy/emulator';
import { fakegpt } from '@understudy/provider-fakegpt';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

const messages = [{ role: 'user', content: 'Name a color' }] as const;
const rules = [{ when: 'Name a color', response: 'Teal, of course.' }];

interface Emulators extends AsyncDisposable {
  readonly primary: OpenAiEmulator;
  readonly backup: FakeGptEmulator;
  readonly understudy: Understudy<'support'>;
}

const down = { kind: 'overloaded', times: 'always' } as const;

/** Starts the emulators of the README's first example: OpenAI, and FakeGpt as its fallback. */
async function start(...faults: readonly OpenAiStep[]): Promise<Emulators> {
  const primary = await startOpenAiEmulator({ rules, faults });
  const backup = await startFakeGptEmulator({ rules });
  const understudy = createUnderstudy({
    providers: [
      openai({ apiKey: 'sk-any', baseUrl: primary.baseUrl }),
      fakegpt({ baseUrl: backup.url }),
    ],
    chains: { support: ['openai/gpt-5-mini', 'fakegpt/text-davinci-002-render-sha'] },
  });
  return {
    primary,
    backup,
    understudy,
    [Symbol.asyncDispose]: async () => {
      await understudy.close();
      await primary.close();
      await backup.close();
    },
  };
}

const support: ChatInput<'support'> = { model: 'support', messages };

describe('a chain of OpenAI and FakeGpt', () => {
  it('uses OpenAI while it works', async () => {
    await using emulators = await start();
    const response = await emulators.understudy.chat(support).response();
    expect(response).toMatchObject({ text: 'Teal, of course.', provider: 'openai' });
    expect(emulators.backup.requests).toEqual([]);
  });

  it.each([
    ['overloaded', 'overloaded'],
    ['rate-limit', 'rate-limited'],
    ['invalid-key', 'authentication-failed'],
    ['quota-exhausted', 'quota-exhausted'],
    ['html-page', 'malformed-response'],
    ['empty-stream', 'stream-truncated'],
    ['empty-response', 'empty-response'],
    ['error-before-text', 'server-error'],
    ['reset-before-headers', 'connection-failed'],
  ] as const)('falls to FakeGpt for %s, without a word of OpenAI', async (fault, code) => {
    await using emulators = await start(fault);
    const chat = emulators.understudy.chat(support);
    const response = await chat.response();
    expect(response).toMatchObject({ text: 'Teal, of course.', provider: 'fakegpt' });
    expect(chat.attempts).toMatchObject([
      { provider: 'openai', outcome: 'failed', error: { code } },
      { provider: 'fakegpt', outcome: 'succeeded' },
    ]);
  });

  it('fails with the partial text if OpenAI fails after its first content', async () => {
    await using emulators = await start('truncated-stream');
    const texts = emulators.understudy.chat(support).textStream;
    const failure: unknown = await Array.fromAsync(texts).catch((error: unknown) => error);
    expect(isProviderError(failure) && failure).toMatchObject({
      code: 'stream-truncated',
      provider: 'openai',
      partialText: 'Teal, of',
    });
    expect(emulators.backup.requests).toEqual([]);
  });

  it('returns the complete text of FakeGpt if OpenAI fails after its first content', async () => {
    await using emulators = await start('truncated-stream');
    const chat = emulators.understudy.chat(support);
    expect(await chat.text()).toBe('Teal, of course.');
    expect(chat.attempts.at(-1)).toMatchObject({ provider: 'fakegpt', outcome: 'succeeded' });
  });

  it('sends tools to OpenAI only, because FakeGpt does not support them', async () => {
    await using emulators = await start({ kind: 'server-error', times: 'always' });
    const tools = [{ name: 'paint', inputSchema: { type: 'object' } }];
    const chat = emulators.understudy.chat({ ...support, tools });
    await expect(chat.text()).rejects.toMatchObject({ code: 'all-targets-failed' });
    expect(chat.attempts.at(-1)).toMatchObject({ provider: 'fakegpt', outcome: 'skipped' });
    expect(emulators.backup.requests).toEqual([]);
  });

  it('reports both errors if both fail', async () => {
    await using emulators = await start(down);
    emulators.backup.setFaults([{ kind: 'server-error', times: 'always' }]);
    const failure: unknown = await emulators.understudy
      .chat(support)
      .text()
      .catch((error: unknown) => error);
    const codes = isChainError(failure) ? failure.errors.map(({ code }) => code) : [];
    expect(new Set(codes)).toEqual(new Set(['overloaded', 'server-error']));
  });
});
