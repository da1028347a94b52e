import { createUnderstudy, isUnderstudyError } from '@understudy/core';
import type { Understudy } from '@understudy/core';
import { SeededRandom } from '@understudy/core/testing';
import { startFakeGptEmulator } from '@understudy/emulator';
import type { FakeGptEmulator, FakeGptEmulatorOptions, FakeGptStep } from '@understudy/emulator';
import { describe, expect, it } from 'vitest';

import { fakegpt } from '../src/index.ts';

const model = 'fakegpt/gpt-4';

interface Fixture extends AsyncDisposable {
  readonly emulator: FakeGptEmulator;
  readonly understudy: Understudy;
}

/** Starts an emulator, and a runtime with the default retries. */
async function start(
  faults: readonly FakeGptStep[],
  options: FakeGptEmulatorOptions = {},
): Promise<Fixture> {
  const rules = [{ when: /^chat \d+$/, response: (text: string) => `the response to ${text}` }];
  const emulator = await startFakeGptEmulator({ rules, faults, ...options });
  const understudy = createUnderstudy({
    providers: [fakegpt({ baseUrl: emulator.url, sessions: 50 })],
  });
  const close = async (): Promise<void> => {
    await understudy.close();
    await emulator.close();
  };
  return { emulator, understudy, [Symbol.asyncDispose]: close };
}

/** Runs chats at the same time. Returns the codes of their errors, and `wrong text` for a wrong text. */
async function runChats({ understudy }: Fixture, count: number): Promise<readonly string[]> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const content = `chat ${index}`;
      try {
        const chat = understudy.chat({ model, messages: [{ role: 'user', content }] });
        return (await chat.text()) === `the response to ${content}` ? undefined : 'wrong text';
      } catch (error) {
        return isUnderstudyError(error) ? error.code : String(error);
      }
    }),
  );
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** Returns a fault for a share of the requests, and `none` for the others. */
function drawFaults(count: number, share: number, fault: FakeGptStep): readonly FakeGptStep[] {
  const random = new SeededRandom(20_240_205);
  return Array.from({ length: count }, () => (random.next() < share ? fault : 'none'));
}

describe('a storm of 1,000 chats', () => {
  it('fails at most 1 % of them if the server rejects 20 % of the sessions, and none after it', async () => {
    await using fixture = await start(drawFaults(1000, 0.2, 'token-expired'));
    const errors = await runChats(fixture, 1000);
    expect(errors.length).toBeLessThanOrEqual(10);
    expect(errors.filter((code) => code !== 'session-rejected')).toEqual([]);
    fixture.emulator.setFaults([]);
    expect(await runChats(fixture, 100)).toEqual([]);
  });

  it('returns every text once, with at most 50 logins', async () => {
    await using fixture = await start([]);
    expect(await runChats(fixture, 1000)).toEqual([]);
    const paths = fixture.emulator.requests.map(({ path }) => path);
    expect(paths.filter((path) => path === '/auth/login').length).toBeLessThanOrEqual(50);
    expect(paths.filter((path) => path === '/api/conversation')).toHaveLength(1000);
  });
});

describe('a server that rejects logins', () => {
  const loginSteps = ['/api/loads', '/auth/login', '/api/auth/session'];

  it.each(['login-server-error', 'session-server-error'] as const)(
    'receives at most three requests for each request that a chat may make: %s',
    async (kind) => {
      await using fixture = await start([{ kind, times: 'always' }]);
      expect(await runChats(fixture, 1)).toEqual(['server-error']);
      const maxAttempts = 3;
      const { requests } = fixture.emulator;
      const count = requests.filter(({ path }) => loginSteps.includes(path)).length;
      expect(count).toBeLessThanOrEqual(maxAttempts * 3);
    },
  );

  it.each(['login-rejected', 'login-code-400', 'session-empty'] as const)(
    'cools down when it has rejected all accounts: %s',
    async (kind) => {
      await using fixture = await start([{ kind, times: 'always' }]);
      expect(await runChats(fixture, 1)).toEqual(['authentication-failed']);
      const accounts = fixture.emulator.requests.flatMap(({ path, tokenId }) =>
        path === '/auth/login' ? [tokenId] : [],
      );
      expect(new Set(accounts).size).toBe(8);
      expect(fixture.understudy.health()).toMatchObject([
        { coolingDown: true, cooldown: { code: 'authentication-failed', scope: 'provider' } },
      ]);
      expect(await runChats(fixture, 1)).toEqual(['cooling-down']);
      expect(fixture.emulator.requests.length).toBeLessThan(30);
    },
  );

  it('fails no chat if it accepts one of 8 accounts', async () => {
    await using fixture = await start([], {
      accounts: Array.from({ length: 8 }, (_, index) =>
        index < 7 ? { load: 0, loginFault: 'login-rejected' } : { load: 9 },
      ),
    });
    expect(await runChats(fixture, 1)).toEqual([]);
    expect(fixture.understudy.health()).toMatchObject([{ coolingDown: false }]);
  });
});
