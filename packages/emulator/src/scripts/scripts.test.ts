import { describe, expect, it } from 'vitest';

import { exchange } from '../../test/exchange.ts';
import { ask, startPair } from '../../test/openai-client.ts';
import { startFakeGptEmulator, startOpenAiEmulator } from '../index.ts';
import type { OpenAiEmulator } from '../index.ts';

/** The status of a chat that names a script. */
async function post(emulator: OpenAiEmulator, script?: string): Promise<number> {
  const { status } = await exchange(`${emulator.baseUrl}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(script !== undefined && { 'x-emulator-script': script }),
    },
    body: JSON.stringify(ask('Hi')),
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

describe('scripts', () => {
  it('are played request by request, each for those who name it', async () => {
    await using emulator = await startOpenAiEmulator({
      faults: ['invalid-key'],
      scripts: { flaky: ['none', 'overloaded'], limited: ['rate-limit'] },
    });
    const asked = ['flaky', undefined, 'limited', 'flaky', undefined, 'limited', 'flaky'];
    expect(await postAll(emulator, ...asked)).toEqual([200, 401, 429, 503, 200, 200, 200]);
    expect(emulator.requests.map(({ script }) => script)).toEqual(asked);
  });

  it('begin anew for each word behind a #', async () => {
    await using emulator = await startOpenAiEmulator({ scripts: { down: ['overloaded'] } });
    const asked = ['down#a', 'down#b', 'down#a', 'down#b', 'down'];
    expect(await postAll(emulator, ...asked)).toEqual([503, 503, 200, 200, 503]);
  });

  it('are refused where nobody knows them, with the nearest', async () => {
    await using emulator = await startOpenAiEmulator({ scripts: { flaky: [], slow: [] } });
    const { status, text } = await exchange(emulator.url, {
      headers: { 'x-emulator-script': 'flakey' },
    });
    expect([status, text]).toEqual([
      400,
      'x-emulator-script: expected the name of a script, received "flakey"; there is flaky',
    ]);
  });

  it('are added while the emulator runs, with a journal of their own', async () => {
    await using pair = await startPair();
    const own = pair.emulator.addScript(['overloaded']);
    const other = pair.emulator.addScript(['quota-exhausted'], 'other');
    expect([own.headers, other.name]).toEqual([{ 'x-emulator-script': 'script-1' }, 'other']);
    const { completions } = pair.client.chat;
    await expect(completions.create(ask('1'), { headers: own.headers })).rejects.toThrow('503');
    await expect(completions.create(ask('2'), { headers: other.headers })).rejects.toThrow('429');
    await completions.create(ask('3'), { headers: own.headers });
    expect(own.requests.map(({ lastUserMessage }) => lastUserMessage)).toEqual(['1', '3']);
    expect((await other.nextRequest()).lastUserMessage).toBe('2');
    await expect(other.nextRequest(undefined, 1)).rejects.toThrow('No such request came within 1');
  });

  it('have names that are free and fit in a header', async () => {
    await using emulator = await startOpenAiEmulator({ scripts: { flaky: [] } });
    expect(() => emulator.addScript([], 'flaky')).toThrow(
      'scripts.flaky: expected a name that is not taken, received "flaky"',
    );
    expect(() => emulator.addScript([], 'a#b')).toThrow('scripts.a#b: expected a name of letters');
    // @ts-expect-error steps from outside are not checked by the compiler
    expect(() => emulator.addScript(['over'], 'b')).toThrow('scripts.b[0]: expected the name of');
    expect(emulator.addScript([], 'b').name).toBe('b');
  });

  it('start anew when they are replaced', async () => {
    await using emulator = await startOpenAiEmulator({ faults: ['overloaded', 'rate-limit'] });
    expect(await post(emulator)).toBe(503);
    emulator.setFaults(['overloaded']);
    expect(await postAll(emulator, undefined, undefined)).toEqual([503, 200]);
  });

  it('are refused whole before anything listens', async () => {
    // @ts-expect-error parameters from outside are not checked by the compiler
    const wrong = startFakeGptEmulator({ scripts: { a: [{ kind: 'redirect', to: '/' }] } });
    await expect(wrong).rejects.toThrow(
      'scripts.a[0].to: expected one of kind, times, location, received "to"',
    );
  });
});
