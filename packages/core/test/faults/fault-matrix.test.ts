import type { ProviderError } from '@understudy/core';
import { isChainError, isProviderError } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import type { Fault } from './faulty-responses.ts';
import { faults } from './faulty-responses.ts';
import { PlainStage, watch } from './plain-fixture.ts';
import { RawServer } from './raw-server.ts';
import { answerStream, stream } from './wire.ts';

const understudyText = 'all is well';
const answerWell = answerStream(stream('all ', 'is ', 'well'));
const start = ({ answer, accept }: Fault): Promise<RawServer> => RawServer.start(answer, accept);
const asked = ({ unasked }: Fault): number => (unasked ? 0 : 1);
/** An understudy may come in: the fault is of the kind that the table hands on. */
const passing = faults.filter(({ final }) => !final);
const beforeContent = passing.filter(({ partial }) => partial === undefined);
const afterContent = passing.filter(({ partial }) => partial !== undefined);

function providerError(error: unknown): ProviderError {
  if (isProviderError(error)) return error;
  throw new Error('expected a ProviderError', { cause: error });
}

describe.concurrent('a target that stands alone', () => {
  it.for(faults)('ends $name in $code', async (fault) => {
    await using server = await start(fault);
    await using stage = new PlainStage([server]);
    const chat = stage.ask('a/m', { timeouts: fault.timeouts });
    const { error, text } = await watch(chat);
    const { code, phase, partialText } = providerError(error);
    expect({ code, partial: partialText }).toEqual({
      code: fault.code,
      partial: fault.partial ?? '',
    });
    expect(phase).toBe(fault.phase ?? phase);
    expect(text).toBe(fault.partial ?? '');
    expect(server.requests).toHaveLength(asked(fault));
    expect(chat.attempts).toMatchObject([{ outcome: 'failed', error: { code: fault.code } }]);
    await expect(chat.response()).rejects.toBe(error);
  });

  it.for(faults)('gives out nothing of $name when it commits at the end', async (fault) => {
    await using server = await start(fault);
    await using stage = new PlainStage([server], { chain: { commit: 'complete' } });
    const { error, events } = await watch(stage.ask('chain', { timeouts: fault.timeouts }));
    expect(providerError(error).code).toBe(fault.code);
    expect(events.map(({ type }) => type)).toEqual(['attempt-start', 'attempt-end']);
  });
});

describe.concurrent('a chain whose second target is well', () => {
  it.for(beforeContent)('answers with the second alone after $name', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(answerWell);
    const { timeouts } = fault;
    await using stage = new PlainStage([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
      },
    });
    const chat = stage.ask();
    const { error, text } = await watch(chat);
    expect({ error, text }).toEqual({ error: undefined, text: understudyText });
    expect([first.requests.length, second.requests.length]).toEqual([asked(fault), 1]);
    expect(chat.attempts).toMatchObject([
      { provider: 'a', outcome: 'failed', error: { code: fault.code } },
      { provider: 'b', outcome: 'succeeded', error: undefined },
    ]);
  });

  it.for(afterContent)('fails with what came before $name', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(answerWell);
    const { timeouts } = fault;
    await using stage = new PlainStage([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
      },
    });
    const { error, text } = await watch(stage.ask());
    expect(providerError(error)).toMatchObject({ code: fault.code, provider: 'a' });
    expect(providerError(error).partialText).toBe(fault.partial);
    expect(text).toBe(fault.partial);
    expect([first.requests.length, second.requests.length]).toEqual([1, 0]);
  });

  it.for(afterContent)('starts anew after $name where it may restart', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(answerWell);
    const { timeouts } = fault;
    await using stage = new PlainStage([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
        midStream: 'restart',
      },
    });
    const chat = stage.ask();
    const { error, text } = await watch(chat);
    expect({ error, text }).toEqual({
      error: undefined,
      text: `${fault.partial}|${understudyText}`,
    });
    expect(await chat.text()).toBe(understudyText);
    expect([first.requests.length, second.requests.length]).toEqual([1, 1]);
  });

  it.for(passing)('shows nothing of $name when it commits at the end', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(answerWell);
    const { timeouts } = fault;
    await using stage = new PlainStage([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
        commit: 'complete',
      },
    });
    const { error, text, events } = await watch(stage.ask());
    expect({ error, text }).toEqual({ error: undefined, text: understudyText });
    expect(events.some(({ type }) => type === 'reset')).toBe(false);
    expect([first.requests.length, second.requests.length]).toEqual([asked(fault), 1]);
  });

  it.for(faults.filter(({ final }) => final))('does not ask it after $name', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(answerWell);
    await using stage = new PlainStage([first, second]);
    const { error } = await watch(stage.ask());
    expect(providerError(error).code).toBe(fault.code);
    expect([first.requests.length, second.requests.length]).toEqual([1, 0]);
  });
});

describe('a target that stalls', () => {
  const stalls = passing.filter(({ timeouts }) => timeouts !== undefined);
  const limitOf = ({ timeouts }: Fault): number =>
    timeouts?.totalMs ?? timeouts?.firstContentMs ?? timeouts?.idleMs ?? timeouts?.headersMs ?? 0;

  it.for(stalls)('costs its limit and little more in $name', async (fault) => {
    await using first = await start(fault);
    await using second = await RawServer.start(answerWell);
    const { timeouts } = fault;
    await using stage = new PlainStage([first, second], {
      chain: {
        targets: [{ target: 'a/m', timeouts }, 'b/m'],
        midStream: 'restart',
      },
    });
    const startedAt = performance.now();
    const { error, text } = await watch(stage.ask());
    const elapsedMs = performance.now() - startedAt;
    expect({ error, end: text.split('|').at(-1) }).toEqual({
      error: undefined,
      end: understudyText,
    });
    expect(elapsedMs).toBeGreaterThan(limitOf(fault) - 2);
    expect(elapsedMs).toBeLessThan(limitOf(fault) + 500);
    await first.allClosed();
  });
});

describe.concurrent('a chain of which every target fails', () => {
  it.for(passing)('asks no more often than its ceiling after $name', async (fault) => {
    await using first = await start(fault);
    await using second = await start(fault);
    await using stage = new PlainStage([first, second], {
      chain: { midStream: 'restart', timeouts: fault.timeouts },
      retry: { maxRetries: 9, initialDelayMs: 1 },
    });
    const chat = stage.ask();
    const { error } = await watch(chat);
    expect(isChainError(error)).toBe(true);
    const requests = first.requests.length + second.requests.length;
    expect(requests).toBeLessThanOrEqual(3);
    expect(chat.attempts.length).toBeGreaterThanOrEqual(2);
    expect(chat.attempts.length).toBeLessThanOrEqual(3);
    for (const { outcome, error: why } of chat.attempts) {
      expect({ outcome, code: why?.code }).toEqual({ outcome: 'failed', code: fault.code });
    }
  });
});
