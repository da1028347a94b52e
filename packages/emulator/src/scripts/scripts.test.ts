import { describe, expect, it } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { createChatBody, startPair } from '../../test/openai-client.ts';
import { startFakeGptEmulator, startOpenAiEmulator } from '../index.ts';
import type { OpenAiEmulator } from '../index.ts';

/** Sends a chat and returns the status. */
async function post(emulator: OpenAiEmulator, script?: string): Promise<number> {
  const { status } = await exchange(`${emulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(script !== undefined && { 'x-emulator-script': script }),
    },
    body: JSON.stringify(createChatBody('Hi')),
  });
  return status;
}

async function postAll(
  emulator: OpenAiEmulator,
  ...scripts: readonly (string | undefined)[]
): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const script of scripts) statuses.push(await post(emulator, script));
  return statuses;
}

describe('emulator scripts', () => {
  it('apply their steps to the requests that select them', async () => {
    await using emulator = await startOpenAiEmulator({
      faults: ['invalid-key'],
      scripts: { flaky: ['none', 'overloaded'], limited: ['rate-limit'] },
    });
    const scripts = ['flaky', undefined, 'limited', 'flaky', undefined, 'limited', 'flaky'];
    expect(await postAll(emulator, ...scripts)).toEqual([200, 401, 429, 503, 200, 200, 200]);
    expect(emulator.requests.map(({ script }) => script)).toEqual(scripts);
  });

  it('start a separate run for each suffix after #', async () => {
    await using emulator = await startOpenAiEmulator({ scripts: { down: ['overloaded'] } });
    const scripts = ['down#a', 'down#b', 'down#a', 'down#b', 'down'];
    expect(await postAll(emulator, ...scripts)).toEqual([503, 503, 200, 200, 503]);
  });

  it('respond with 400 and similar names if the script is unknown', async () => {
    await using emulator = await startOpenAiEmulator({ scripts: { flaky: [], slow: [] } });
    const { status, text } = await exchange(emulator.url, {
      headers: { 'x-emulator-script': 'flakey' },
    });
    expect([status, text]).toEqual([
      400,
      'x-emulator-script: expected the name of a script, received "flakey"; defined scripts: flaky',
    ]);
  });

  it('can be added while the emulator runs and have their own journal', async () => {
    await using pair = await startPair();
    const own = pair.emulator.addScript(['overloaded']);
    const other = pair.emulator.addScript(['quota-exhausted'], 'other');
    expect([own.headers, other.name]).toEqual([{ 'x-emulator-script': 'script-1' }, 'other']);
    const { completions } = pair.client.chat;
    await expect(completions.create(createChatBody('1'), { headers: own.headers })).rejects.toThrow(
      '503',
    );
    await expect(
      completions.create(createChatBody('2'), { headers: other.headers }),
    ).rejects.toThrow('429');
    await completions.create(createChatBody('3'), { headers: own.headers });
    expect(own.requests.map(({ lastUserMessage }) => lastUserMessage)).toEqual(['1', '3']);
    expect((await other.nextRequest()).lastUserMessage).toBe('2');
    await expect(other.nextRequest(undefined, 1)).rejects.toThrow(
      'No matching request arrived within 1 ms',
    );
  });

  it('reject names that are in use or not allowed in a header', async () => {
    await using emulator = await startOpenAiEmulator({ scripts: { flaky: [] } });
    expect(() => emulator.addScript([], 'flaky')).toThrow(
      'scripts.flaky: expected a name that is not in use, received "flaky"',
    );
    expect(() => emulator.addScript([], 'a#b')).toThrow('scripts.a#b: expected a name of letters');
    // @ts-expect-error the test passes an invalid step
    expect(() => emulator.addScript(['over'], 'b')).toThrow('scripts.b[0]: expected the name of');
    expect(emulator.addScript([], 'b').name).toBe('b');
  });

  it('start at the first step after setFaults()', async () => {
    await using emulator = await startOpenAiEmulator({ faults: ['overloaded', 'rate-limit'] });
    expect(await post(emulator)).toBe(503);
    emulator.setFaults(['overloaded']);
    expect(await postAll(emulator, undefined, undefined)).toEqual([503, 200]);
  });

  it('are validated before the emulator listens', async () => {
    // @ts-expect-error the test passes an unknown parameter
    const result = startFakeGptEmulator({ scripts: { a: [{ kind: 'redirect', to: '/' }] } });
    await expect(result).rejects.toThrow(
      'scripts.a[0].to: expected one of kind, times, location, received "to"',
    );
  });
});
