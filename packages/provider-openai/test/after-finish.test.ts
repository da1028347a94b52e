import { createUnderstudy } from '@understudy/core';
import type { ChatOptions, ChatResponse, CommitPolicy } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { openai } from '../src/index.ts';
import { chunk } from './test-server.ts';
import { RawServer } from './vendor-cases/raw-server.ts';
import type { RawResponse } from './vendor-cases/vendor-case.ts';

const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const usage = data({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } });
const complete = [
  data(chunk({ content: 'Te' })),
  data(chunk({ content: 'al.' })),
  data(chunk({}, 'stop')),
  usage,
];
const counts = { inputTokens: 3, outputTokens: 2 };
const quick: ChatOptions = { timeouts: { usageGraceMs: 30 } };

type Ending = Pick<RawResponse, 'chunks' | 'end' | 'heartbeat'>;

const endings: readonly (readonly [string, Ending])[] = [
  ['silence', { end: 'open' }],
  ['a closed connection', { end: 'fin' }],
  ['a reset connection', { end: 'reset' }],
  ['comments forever', { heartbeat: { text: ': ping\n\n', everyMs: 5 } }],
  ['keep-alives forever', { heartbeat: { text: 'data: {}\n\n', everyMs: 5 } }],
  ['empty deltas forever', { heartbeat: { text: data(chunk({ content: '' })), everyMs: 5 } }],
  ['finish reasons forever', { heartbeat: { text: data(chunk({}, 'stop')), everyMs: 5 } }],
  ['token counts forever', { heartbeat: { text: usage, everyMs: 5 } }],
  [
    'a line that does not end',
    { chunks: ['data: ', { repeat: 'x', times: 9_000_000 }], end: 'open' },
  ],
  ['a broken chunk', { chunks: ['data: {"id":"c1","choices":[{'], end: 'reset' }],
  ['an error', { chunks: [data({ error: { message: 'closed', code: 500 } })], end: 'open' }],
];

/** Runs one chat of a chain whose first target sends the response. */
async function chatWith(
  ending: Ending,
  options: ChatOptions,
  commit: CommitPolicy = 'first-content',
): Promise<{
  readonly response: ChatResponse;
  readonly calls: number;
  readonly failures: unknown;
}> {
  const headers = { 'content-type': 'text/event-stream' };
  const chunks = [...complete, ...(ending.chunks ?? [])];
  await using primary = await RawServer.start({ status: 200, headers, ...ending, chunks });
  await using backup = await RawServer.start({ status: 200, headers, chunks: complete });
  const provider = (id: string, { origin }: RawServer) =>
    openai({ id, apiKey: 'k', baseUrl: `${origin}/v1` });
  await using understudy = createUnderstudy({
    providers: [provider('primary', primary), provider('backup', backup)],
    chains: { support: { targets: ['primary/m', 'backup/m'], commit } },
    breaker: { failures: 1 },
  });
  const messages = [{ role: 'user', content: 'Name a color' }] as const;
  const response = await understudy.chat({ model: 'support', messages }, options).response();
  const failures = understudy.health().filter(({ breaker }) => breaker !== 'closed');
  return { response, calls: primary.bodies.length + backup.bodies.length, failures };
}

describe('openai after the finish reason', () => {
  it.each(endings)('returns the complete response despite %s', async (_, ending) => {
    for (const commit of ['first-content', 'complete'] as const) {
      const { response, calls, failures } = await chatWith(ending, quick, commit);
      expect(response).toMatchObject({ text: 'Teal.', finishReason: 'stop', usage: counts });
      expect(response.provider).toBe('primary');
      expect([calls, failures]).toEqual([1, []]);
    }
  });

  it.each<[string, ChatOptions]>([
    ['idleMs', { timeouts: { idleMs: 100, usageGraceMs: 60_000 } }],
    ['totalMs', { timeouts: { totalMs: 400, usageGraceMs: 60_000 } }],
    ['firstContentMs', { timeouts: { firstContentMs: 400, idleMs: 300, usageGraceMs: 60_000 } }],
    ['deadlineMs', { deadlineMs: 400, timeouts: { usageGraceMs: 60_000 } }],
  ])('waits for token counts for less than %s', async (_, options) => {
    const { response, calls } = await chatWith({ end: 'open' }, options);
    expect(response).toMatchObject({ text: 'Teal.', provider: 'primary' });
    expect(calls).toBe(1);
  });

  it('rejects with the reason of the signal if the caller aborts before', async () => {
    const signal = AbortSignal.timeout(50);
    const chat = chatWith({ end: 'open' }, { signal, timeouts: { usageGraceMs: 60_000 } });
    await expect(chat).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('openai without streaming', () => {
  it.each(['fin', 'reset'] as const)(
    'returns a complete JSON response whose connection ends with %s',
    async (end) => {
      const json = { choices: [{ message: { content: 'Teal.' }, finish_reason: 'stop' }] };
      const headers = { 'content-type': 'application/json' };
      await using server = await RawServer.start({
        status: 200,
        headers,
        chunks: [JSON.stringify(json)],
        end,
      });
      const provider = openai({
        apiKey: 'k',
        baseUrl: `${server.origin}/v1`,
        quirks: { streams: false },
      });
      await using understudy = createUnderstudy({
        providers: [provider],
        retry: { maxRetries: 0 },
      });
      const messages = [{ role: 'user', content: 'Name a color' }] as const;
      expect(await understudy.chat({ model: 'openai/m', messages }).text()).toBe('Teal.');
    },
  );
});
