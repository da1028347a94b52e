import type { ProviderError } from '@understudy/core';
import { isChainError, isProviderError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import type { Fault } from './faulty-responses.ts';
import { faults } from './faulty-responses.ts';
import { PlainFixture, collectChat } from './plain-fixture.ts';
import { RawServer } from './raw-server.ts';
import { replyWithStream, stream } from './wire.ts';

const backupText = 'from the backup';
const replyWell = replyWithStream(stream('from ', 'the ', 'backup'));
const start = ({ reply, accept }: Fault): Promise<RawServer> => RawServer.start(reply, accept);
const requestsOf = ({ unsent }: Fault): number => (unsent ? 0 : 1);
const withFallback = faults.filter(({ noFallback }) => !noFallback);
const beforeContent = withFallback.filter(({ partial }) => partial === undefined);
const afterContent = withFallback.filter(({ partial }) => partial !== undefined);

function providerError(error: unknown): ProviderError {
  if (isProviderError(error)) return error;
  throw new Error('expected a ProviderError', { cause: error });
}

describe.concurrent('a single target', () => {
  it.for(faults)('reports $name as $code', async (fault) => {
    await using server = await start(fault);
    await using fixture = new PlainFixture([server]);
    const chat = fixture.chat('a/m', { timeouts: fault.timeouts });
    const { error, text } = await collectChat(chat);
    const { code, phase, partialText } = providerError(error);
    expect({ code, partial: partialText }).toEqual({
      code: fault.code,
      partial: fault.partial ?? '',
    });
    expect(phase).toBe(fault.phase ?? phase);
    expect(text).toBe(fault.partial ?? '');
    expect(server.requests).toHaveLength(requestsOf(fault));
    expect(chat.attempts).toMatchObject([{ outcome: 'failed', error: { code: fault.code } }]);
    await expect(chat.response()).rejects.toBe(error);
  });

  it.for(faults)('emits no content of $name with commit: complete', async (fault) => {
    await using server = await start(fault);
    await using fixture = new PlainFixture([server], { chain: { commit: 'complete' } });
    const { error, events } = await collectChat(
      fixture.chat('chain', { timeouts: fault.timeouts }),
    );
    expect(providerError(error).code).toBe(fault.code);
    expect(events.map(({ type }) => type)).toEqual(['attempt-start', 'attempt-end']);
  });
});

describe.concurrent('a chain with a working second target', () => {
  it.for(beforeContent)('falls back after $name', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(replyWell);
    const { timeouts } = fault;
    await using fixture = new PlainFixture([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
      },
    });
    const chat = fixture.chat();
    const { error, text } = await collectChat(chat);
    expect({ error, text }).toEqual({ error: undefined, text: backupText });
    expect([first.requests.length, second.requests.length]).toEqual([requestsOf(fault), 1]);
    expect(chat.attempts).toMatchObject([
      { provider: 'a', outcome: 'failed', error: { code: fault.code } },
      { provider: 'b', outcome: 'succeeded', error: undefined },
    ]);
  });

  it.for(afterContent)('fails with the text before $name', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(replyWell);
    const { timeouts } = fault;
    await using fixture = new PlainFixture([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
      },
    });
    const { error, text } = await collectChat(fixture.chat());
    expect(providerError(error)).toMatchObject({ code: fault.code, provider: 'a' });
    expect(providerError(error).partialText).toBe(fault.partial);
    expect(text).toBe(fault.partial);
    expect([first.requests.length, second.requests.length]).toEqual([1, 0]);
  });

  it.for(afterContent)('restarts after $name with midStream: restart', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(replyWell);
    const { timeouts } = fault;
    await using fixture = new PlainFixture([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
        midStream: 'restart',
      },
    });
    const chat = fixture.chat();
    const { error, text } = await collectChat(chat);
    expect({ error, text }).toEqual({
      error: undefined,
      text: `${fault.partial}|${backupText}`,
    });
    expect(await chat.text()).toBe(backupText);
    expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
  });

  it.for(withFallback)('falls back after $name with commit: complete', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(replyWell);
    const { timeouts } = fault;
    await using fixture = new PlainFixture([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
        commit: 'complete',
      },
    });
    const { error, text, events } = await collectChat(fixture.chat());
    expect({ error, text }).toEqual({ error: undefined, text: backupText });
    expect(events.some(({ type }) => type === 'reset')).toBe(false);
    expect([first.requests.length, second.requests.length]).toEqual([requestsOf(fault), 1]);
  });

  it.for(faults.filter(({ noFallback }) => noFallback))(
    'does not fall back after $name',
    async (fault) => {
      await using first = await start(fault);
      await using second = await RawServer.start(replyWell);
      await using fixture = new PlainFixture([first, second]);
      const { error } = await collectChat(fixture.chat());
      expect(providerError(error).code).toBe(fault.code);
      expect([first.requests.length, second.requests.length]).toEqual([1, 0]);
    },
  );
});

describe('a stalled target', () => {
  const stalls = withFallback.filter(({ timeouts }) => timeouts !== undefined);
  const timeoutOf = ({ timeouts }: Fault): number =>
    timeouts?.totalMs ?? timeouts?.firstContentMs ?? timeouts?.idleMs ?? timeouts?.headersMs ?? 0;

  it.for(stalls)('delays the chat by its timeout with $name', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(replyWell);
    const { timeouts } = fault;
    await using fixture = new PlainFixture([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
        midStream: 'restart',
      },
    });
    const startedAt = performance.now();
    const { error, text } = await collectChat(fixture.chat());
    const elapsedMs = performance.now() - startedAt;
    expect({ error, end: text.split('|').at(-1) }).toEqual({
      error: undefined,
      end: backupText,
    });
    expect(elapsedMs).toBeGreaterThan(timeoutOf(fault) - 2);
    expect(elapsedMs).toBeLessThan(timeoutOf(fault) + 500);
    await first.allClosed();
  });
});

describe.concurrent('a chain without a working target', () => {
  it.for(withFallback)('sends at most maxAttempts requests with $name', async (fault) => {
    await using first = await start(fault);
    await using second = await start(fault);
    await using fixture = new PlainFixture([first, second], {
      chain: { midStream: 'restart', timeouts: fault.timeouts, maxAttempts: 3 },
      retry: { maxRetries: 9, initialDelayMs: 1 },
    });
    const chat = fixture.chat();
    const result = await collectChat(chat);
    expect(isChainError(result.error)).toBe(true);
    const requests = first.requests.length + second.requests.length;
    expect(requests).toBeLessThanOrEqual(3);
    expect(chat.attempts.length).toBeGreaterThanOrEqual(2);
    expect(chat.attempts.length).toBeLessThanOrEqual(3);
    for (const { outcome, error } of chat.attempts) {
      expect({ outcome, code: error?.code }).toEqual({ outcome: 'failed', code: fault.code });
    }
  });
});
