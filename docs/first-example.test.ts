import { createUnderstudy, isChainError, isProviderError } from '@understudy/core';
import type { ChatRequest, Understudy } from '@understudy/core';
import { startFakeGptEmulator, startOpenAiEmulator } from '@understudy/emulator';
import type { FakeGptEmulator, OpenAiEmulator, OpenAiStep } from '@understudy/emulator';
import { fakegpt } from '@understudy/provider-fakegpt';
import { openai } from '@understudy/provider-openai';
import { describe, expect, it } from 'vitest';

const messages = [{ role: 'user', content: 'Name a colour' }] as const;
const rules = [{ when: 'Name a colour', response: 'Teal, of course.' }];

interface Cast extends AsyncDisposable {
  readonly lead: OpenAiEmulator;
  readonly stand: FakeGptEmulator;
  readonly understudy: Understudy<'support'>;
}

const down = { kind: 'overloaded', times: 'always' } as const;

/** The cast of the README's first example: OpenAI, and FakeGpt to step in. */
async function start(...faults: readonly OpenAiStep[]): Promise<Cast> {
  const lead = await startOpenAiEmulator({ rules, faults });
  const stand = await startFakeGptEmulator({ rules });
  const understudy = createUnderstudy({
    providers: [
      openai({ apiKey: 'sk-any', baseUrl: lead.baseUrl }),
      fakegpt({ baseUrl: stand.url }),
    ],
    chains: { support: ['openai/gpt-5-mini', 'fakegpt/text-davinci-002-render-sha'] },
  });
  return {
    lead,
    stand,
    understudy,
    [Symbol.asyncDispose]: async () => {
      await understudy.close();
      await lead.close();
      await stand.close();
    },
  };
}

const support: ChatRequest<'support'> = { model: 'support', messages };

describe('a chain of OpenAI and FakeGpt', () => {
  it('is answered by OpenAI as long as that can', async () => {
    await using cast = await start();
    const response = await cast.understudy.chat(support).response();
    expect(response).toMatchObject({ text: 'Teal, of course.', provider: 'openai' });
    expect(cast.stand.requests).toEqual([]);
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
    await using cast = await start(fault);
    const chat = cast.understudy.chat(support);
    const response = await chat.response();
    expect(response).toMatchObject({ text: 'Teal, of course.', provider: 'fakegpt' });
    expect(chat.attempts).toMatchObject([
      { provider: 'openai', outcome: 'failed', error: { code } },
      { provider: 'fakegpt', outcome: 'succeeded' },
    ]);
  });

  it('fails with what was said when OpenAI breaks off after its first word', async () => {
    await using cast = await start('truncated-stream');
    const failure: unknown = await cast.understudy
      .chat(support)
      .text()
      .catch((error: unknown) => error);
    expect(isProviderError(failure) && failure).toMatchObject({
      code: 'stream-truncated',
      provider: 'openai',
      partialText: 'Teal, of',
    });
    expect(cast.stand.requests).toEqual([]);
  });

  it('does not ask the one that can not do it: tools are for OpenAI alone', async () => {
    await using cast = await start({ kind: 'server-error', times: 'always' });
    const tools = [{ name: 'paint', inputSchema: { type: 'object' } }];
    const chat = cast.understudy.chat({ ...support, tools });
    await expect(chat.text()).rejects.toMatchObject({ code: 'all-targets-failed' });
    expect(chat.attempts.at(-1)).toMatchObject({ provider: 'fakegpt', outcome: 'skipped' });
    expect(cast.stand.requests).toEqual([]);
  });

  it('tells of both when both fail', async () => {
    await using cast = await start(down);
    cast.stand.setFaults([{ kind: 'server-error', times: 'always' }]);
    const failure: unknown = await cast.understudy
      .chat(support)
      .text()
      .catch((error: unknown) => error);
    const codes = isChainError(failure) ? failure.errors.map(({ code }) => code) : [];
    expect(new Set(codes)).toEqual(new Set(['overloaded', 'server-error']));
  });
});
