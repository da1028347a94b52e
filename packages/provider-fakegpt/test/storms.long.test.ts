import { describe, expect, it } from 'vitest';

import { drawFaults, runChats, startStorm } from './storm.ts';

/** Enough for a busy machine. */
const timeout = 120_000;

describe('a storm of 1,000 chats', { timeout }, () => {
  it('fails at most 1 % of them if the server rejects 20 % of the sessions, and none after it', async () => {
    await using fixture = await startStorm(drawFaults(1000, 0.2, 'token-expired'));
    const errors = await runChats(fixture, 1000);
    expect(errors.length).toBeLessThanOrEqual(10);
    expect(errors.filter((code) => code !== 'session-rejected')).toEqual([]);
    fixture.emulator.setFaults([]);
    expect(await runChats(fixture, 1000)).toEqual([]);
  });

  it('fails at most 1 % of them with maxAttempts: 4 if the server never stops rejecting 20 % of the requests', async () => {
    // A chat fails after four rejections: 0.16 % do. With three requests, the default of one target, 0.8 % fail.
    await using fixture = await startStorm(drawFaults(6000, 0.2, 'token-expired'), {}, 4);
    expect((await runChats(fixture, 1000)).length).toBeLessThanOrEqual(10);
  });

  it('returns every text once in six waves, with at most 50 logins', async () => {
    await using fixture = await startStorm([]);
    for (let wave = 0; wave < 6; wave += 1) expect(await runChats(fixture, 1000)).toEqual([]);
    const paths = fixture.emulator.requests.map(({ path }) => path);
    expect(paths.filter((path) => path === '/auth/login').length).toBeLessThanOrEqual(50);
    expect(paths.filter((path) => path === '/api/conversation')).toHaveLength(6000);
  });
});
