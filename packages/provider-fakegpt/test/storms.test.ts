import { describe, expect, it } from 'vitest';

import { drawFaults, runChats, startStorm } from './storm.ts';

describe('a storm of 200 chats', () => {
  it('fails at most 1 % of them if the server rejects 20 % of the sessions, and none after it', async () => {
    await using fixture = await startStorm(drawFaults(200, 0.2, 'token-expired'));
    const errors = await runChats(fixture, 200);
    expect(errors.length).toBeLessThanOrEqual(2);
    expect(errors.filter((code) => code !== 'session-rejected')).toEqual([]);
    fixture.emulator.setFaults([]);
    expect(await runChats(fixture, 100)).toEqual([]);
  });

  it('returns every text once, with at most 50 logins', async () => {
    await using fixture = await startStorm([]);
    expect(await runChats(fixture, 200)).toEqual([]);
    const paths = fixture.emulator.requests.map(({ path }) => path);
    expect(paths.filter((path) => path === '/auth/login').length).toBeLessThanOrEqual(50);
    expect(paths.filter((path) => path === '/api/conversation')).toHaveLength(200);
  });
});

describe('a server that rejects logins', () => {
  const loginSteps = ['/api/loads', '/auth/login', '/api/auth/session'];

  it.each(['login-server-error', 'session-server-error'] as const)(
    'receives at most three requests for each request that a chat may make: %s',
    async (kind) => {
      await using fixture = await startStorm([{ kind, times: 'always' }]);
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
      await using fixture = await startStorm([{ kind, times: 'always' }]);
      expect(await runChats(fixture, 1)).toEqual(['authentication-failed']);
      const accounts = fixture.emulator.requests.flatMap(({ path, tokenId }) =>
        path === '/auth/login' ? [tokenId] : [],
      );
      expect(new Set(accounts).size).toBe(8);
      expect(fixture.understudy.health()).toMatchObject([
        { cooldown: { code: 'authentication-failed', scope: 'provider' } },
      ]);
      expect(await runChats(fixture, 1)).toEqual(['cooling-down']);
      expect(fixture.emulator.requests.length).toBeLessThan(30);
    },
  );

  it('fails no chat if it accepts one of 8 accounts', async () => {
    await using fixture = await startStorm([], {
      accounts: Array.from({ length: 8 }, (_, index) =>
        index < 7 ? { load: 0, loginFault: 'login-rejected' } : { load: 9 },
      ),
    });
    expect(await runChats(fixture, 1)).toEqual([]);
    expect(fixture.understudy.health()).toMatchObject([{ cooldown: undefined }]);
  });
});
