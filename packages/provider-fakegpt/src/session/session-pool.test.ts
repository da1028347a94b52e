import { getEventListeners } from 'node:events';

import { ProviderError } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CookieJar } from './cookie-jar.ts';
import { SessionPool } from './session-pool.ts';
import { Session } from './session.ts';

/** Logins that a test ends by hand. */
class Logins {
  readonly started: (PromiseWithResolvers<Session> & { readonly signal: AbortSignal })[] = [];

  readonly logIn = (signal: AbortSignal): Promise<Session> => {
    const login = { ...Promise.withResolvers<Session>(), signal };
    this.started.push(login);
    signal.addEventListener('abort', () => login.reject(signal.reason), { once: true });
    return login.promise;
  };

  get open(): number {
    return this.started.filter(({ signal }) => !signal.aborted).length;
  }

  succeed(index: number, session: Session = createSession()): Session {
    this.started[index]?.resolve(session);
    return session;
  }

  fail(index: number, error: Error): void {
    this.started[index]?.reject(error);
  }
}

function createSession(expiresInMs = 3_600_000): Session {
  const exp = (new ManualClock().wallNow() + expiresInMs) / 1000;
  const payload = Buffer.from(JSON.stringify({ exp })).toString('base64url');
  return new Session(`e30.${payload}.x`, new CookieJar('http://a.test'));
}

interface Given {
  readonly pool: SessionPool;
  readonly logins: Logins;
  readonly clock: ManualClock;
}

function createPool(size: number): Given {
  const logins = new Logins();
  const clock = new ManualClock();
  return { pool: new SessionPool({ size, clock, logIn: logins.logIn }), logins, clock };
}

const never = new AbortController().signal;

/** Lets all promises come to rest. */
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const serverError = new ProviderError({ code: 'server-error', message: 'the login failed' });
const timeout = (phase: 'first-content' | 'total' | 'deadline'): ProviderError =>
  new ProviderError({ code: 'timeout', message: 'too late', phase });

describe('SessionPool', () => {
  it('takes a free session before it starts a login', async () => {
    const { pool, logins } = createPool(4);
    const first = pool.acquire(never);
    const session = logins.succeed(0);
    expect(await first).toBe(session);
    pool.release(session);
    expect(await pool.acquire(never)).toBe(session);
    expect(logins.started).toHaveLength(1);
  });

  it('starts logins up to its size, and lets the others wait in order', async () => {
    const { pool, logins } = createPool(2);
    const served: number[] = [];
    const calls = [0, 1, 2, 3].map(async (index) => {
      const session = await pool.acquire(never);
      served.push(index);
      return session;
    });
    expect(logins.started).toHaveLength(2);
    const [one, two] = [logins.succeed(1), logins.succeed(0)];
    await settle();
    expect(served).toEqual([0, 1]);
    pool.release(two);
    await settle();
    pool.release(one);
    await Promise.all(calls);
    expect(served).toEqual([0, 1, 2, 3]);
    expect(logins.started).toHaveLength(2);
  });

  it('gives a login to whoever waits longest, and ends it with its last waiter', async () => {
    const { pool, logins } = createPool(1);
    const leaver = new AbortController();
    const first = pool.acquire(leaver.signal);
    const second = pool.acquire(never);
    leaver.abort(new Error('left'));
    await expect(first).rejects.toThrow('left');
    expect(logins.open).toBe(1);
    const session = logins.succeed(0);
    expect(await second).toBe(session);
  });

  it('ends the logins that nobody waits for any more', async () => {
    const { pool, logins } = createPool(3);
    const leavers = [0, 1, 2].map(() => new AbortController());
    const calls = leavers.map(({ signal }) => pool.acquire(signal));
    expect(logins.open).toBe(3);
    for (const [index, leaver] of leavers.entries()) {
      leaver.abort(new Error('left'));
      await expect(calls[index]).rejects.toThrow('left');
      expect(logins.open).toBe(2 - index);
    }
    expect(logins.started[0]?.signal.aborted).toBe(true);
  });

  it('ends a login whose waiter got a session that became free', async () => {
    const { pool, logins } = createPool(2);
    const first = pool.acquire(never);
    const session = logins.succeed(0);
    await first;
    const second = pool.acquire(never);
    expect(logins.open).toBe(2);
    pool.release(session);
    expect(await second).toBe(session);
    expect(logins.started[1]?.signal.aborted).toBe(true);
  });

  it('leaves no listener on a signal', async () => {
    const { pool, logins } = createPool(1);
    const { signal } = new AbortController();
    const leaver = new AbortController();
    const first = pool.acquire(signal);
    const second = pool.acquire(leaver.signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    leaver.abort(new Error('left'));
    await expect(second).rejects.toThrow('left');
    logins.succeed(0);
    await first;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(getEventListeners(leaver.signal, 'abort')).toHaveLength(0);
  });

  it('refuses who comes with an aborted signal', async () => {
    const { pool, logins } = createPool(1);
    await expect(pool.acquire(AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    expect(logins.started).toHaveLength(0);
  });
});

describe('SessionPool: a failed login', () => {
  it('fails one caller, and another login serves the next', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    const second = pool.acquire(never);
    logins.fail(0, serverError);
    await expect(first).rejects.toBe(serverError);
    expect(logins.started).toHaveLength(2);
    const session = logins.succeed(1);
    expect(await second).toBe(session);
  });

  it.each([
    new ProviderError({ code: 'blocked', message: 'a page' }),
    new ProviderError({ code: 'rate-limited', message: 'wait', retryAfterMs: 60_000 }),
  ])('starts no other that would be refused as well: $code', async (refusal) => {
    const { pool, logins } = createPool(2);
    const outcomes = Promise.allSettled([0, 1, 2, 3, 4].map(() => pool.acquire(never)));
    logins.fail(0, refusal);
    await settle();
    expect(logins.started).toHaveLength(2);
    logins.succeed(1);
    const statuses = (await outcomes).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual(['fulfilled', ...Array<string>(4).fill('rejected')]);
  });

  it('has room for another login afterwards', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    logins.fail(0, serverError);
    await expect(first).rejects.toBe(serverError);
    const second = pool.acquire(never);
    const session = logins.succeed(1);
    expect(await second).toBe(session);
  });
});

describe('SessionPool: sessions that no longer hold', () => {
  it('does not use an expired one again, however the wall clock got there', async () => {
    const { pool, logins, clock } = createPool(1);
    const first = pool.acquire(never);
    pool.release(logins.succeed(0, createSession(120_000)));
    const session = await first;
    pool.release(session);
    clock.jumpWall(59_000);
    expect(await pool.acquire(never)).toBe(session);
    pool.release(session);
    clock.jumpWall(2000);
    const second = pool.acquire(never);
    expect(logins.started).toHaveLength(2);
    expect(await Promise.race([second, settle()])).toBeUndefined();
    const fresh = logins.succeed(1);
    expect(await second).toBe(fresh);
  });

  it('gives no expired one to who waits, but logs in again', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    const short = logins.succeed(0, createSession(30_000));
    await first;
    const second = pool.acquire(never);
    pool.release(short);
    expect(logins.started).toHaveLength(2);
    const fresh = logins.succeed(1);
    expect(await second).toBe(fresh);
  });

  it('replaces a refused one by a new login, before those who wait', async () => {
    const { pool, logins } = createPool(2);
    const calls = [pool.acquire(never), pool.acquire(never)];
    const [stale, other] = [logins.succeed(0), logins.succeed(1)];
    await Promise.all(calls);
    const waiting = pool.acquire(never);
    const renewed = pool.renew(stale, never);
    expect(logins.started).toHaveLength(3);
    pool.release(other);
    expect(await waiting).toBe(other);
    const fresh = logins.succeed(2);
    expect(await renewed).toBe(fresh);
  });

  it('does not renew with a free session, which may be as stale', async () => {
    const { pool, logins } = createPool(2);
    const calls = [pool.acquire(never), pool.acquire(never)];
    const [stale, other] = [logins.succeed(0), logins.succeed(1)];
    await Promise.all(calls);
    pool.release(other);
    const renewed = pool.renew(stale, never);
    const fresh = logins.succeed(2);
    expect(await renewed).toBe(fresh);
    expect(await pool.acquire(never)).toBe(other);
  });

  it('leaves its room to others when who would renew has left', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    const stale = logins.succeed(0);
    await first;
    const second = pool.acquire(never);
    const left = pool.renew(stale, AbortSignal.abort(new Error('left')));
    await expect(left).rejects.toThrow('left');
    const fresh = logins.succeed(1);
    expect(await second).toBe(fresh);
  });

  it('has room again when one is discarded', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    const stale = logins.succeed(0);
    await first;
    const second = pool.acquire(never);
    expect(logins.started).toHaveLength(1);
    pool.discard(stale);
    const fresh = logins.succeed(1);
    expect(await second).toBe(fresh);
  });
});

describe('SessionPool: a limit that runs out in the queue', () => {
  it.each(['first-content', 'total'] as const)(
    'is concurrency-limited while all sessions are taken: %s',
    async (phase) => {
      const { pool, logins } = createPool(1);
      const first = pool.acquire(never);
      logins.succeed(0);
      await first;
      const limit = new AbortController();
      const second = pool.acquire(limit.signal);
      limit.abort(timeout(phase));
      await expect(second).rejects.toMatchObject({ code: 'concurrency-limited' });
    },
  );

  it('says so within the turn of the abort', async () => {
    const { pool } = createPool(1);
    void pool.acquire(never).catch(() => {});
    const limit = new AbortController();
    let code: unknown;
    const call = pool.acquire(limit.signal).catch((error: ProviderError) => (code = error.code));
    setImmediate(() => expect(code).toBe('concurrency-limited'));
    limit.abort(timeout('first-content'));
    await call;
    await settle();
  });

  it('stays a timeout where a login was on its way for the caller', async () => {
    const { pool } = createPool(2);
    const reason = timeout('first-content');
    const limits = [0, 1, 2].map(() => new AbortController());
    const outcomes = Promise.allSettled(limits.map(({ signal }) => pool.acquire(signal)));
    for (const limit of limits.toReversed()) limit.abort(reason);
    expect((await outcomes).map((outcome) => 'reason' in outcome && outcome.reason)).toEqual([
      reason,
      reason,
      expect.objectContaining({ code: 'concurrency-limited' }),
    ]);
  });

  it("leaves the caller's reason and the chain's deadline as they are", async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    logins.succeed(0);
    await first;
    for (const reason of [new Error('left'), timeout('deadline')]) {
      const leaver = new AbortController();
      const call = pool.acquire(leaver.signal);
      leaver.abort(reason);
      await expect(call).rejects.toBe(reason);
    }
  });
});

describe('SessionPool: close', () => {
  it('ends logins, refuses who waits and who comes, and forgets sessions', async () => {
    const { pool, logins } = createPool(2);
    const first = pool.acquire(never);
    const session = logins.succeed(0);
    await first;
    const { signal } = new AbortController();
    const calls = [pool.acquire(signal), pool.acquire(signal), pool.renew(session, signal)];
    const outcomes = Promise.allSettled(calls);
    pool.close();
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ reason: { code: 'closed' } });
    }
    expect(logins.open).toBe(1);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    pool.release(session);
    await expect(pool.acquire(never)).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('SessionPool: any order of things', () => {
  const command = fc.constantFrom(
    'call',
    'leave',
    'login',
    'refuse',
    'release',
    'discard',
    'renew',
  );

  /** Plays commands, then ends every login well and every chat, and tells who was served. */
  async function play(size: number, commands: readonly string[], chosen: readonly number[]) {
    const { pool, logins } = createPool(size);
    const held: Session[] = [];
    const callers: AbortController[] = [];
    const calls: Promise<unknown>[] = [];
    let most = 0;
    const take = (call: Promise<Session>): void =>
      void calls.push(call.then((session) => held.push(session)).catch(() => {}));
    const pick = <Value>(from: Value[], step: number): Value | undefined =>
      from.splice((chosen[step] ?? 0) % Math.max(1, from.length), 1)[0];
    for (const [step, name] of commands.entries()) {
      const open = [...logins.started.keys()].filter(
        (index) => logins.started[index]?.signal.aborted === false,
      );
      const login = pick(open, step) ?? 0;
      if (name === 'call') {
        const caller = new AbortController();
        callers.push(caller);
        take(pool.acquire(caller.signal));
      } else if (name === 'leave') pick(callers, step)?.abort(new Error('left'));
      else if (name === 'login') logins.succeed(login);
      else if (name === 'refuse') logins.fail(login, serverError);
      else {
        const session = pick(held, step);
        if (session && name === 'release') pool.release(session);
        if (session && name === 'discard') pool.discard(session);
        if (session && name === 'renew') take(pool.renew(session, never));
      }
      await settle();
      most = Math.max(most, held.length);
      expect(new Set(held).size).toBe(held.length);
    }
    const outcomes = Promise.all(calls);
    const state = { over: false };
    void outcomes.then(() => (state.over = true));
    for (let round = 0; round < 200 && !state.over; round += 1) {
      for (const index of logins.started.keys()) logins.succeed(index);
      for (const session of held.splice(0)) pool.release(session);
      await settle();
    }
    return { over: state.over, most };
  }

  it('serves everybody in the end, and never holds more than its size', async () => {
    const run = fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(command, { maxLength: 30 }),
      fc.array(fc.nat(9), { minLength: 30, maxLength: 30 }),
      async (size, commands, chosen) => {
        const { over, most } = await play(size, commands, chosen);
        expect(over).toBe(true);
        expect(most).toBeLessThanOrEqual(size);
      },
    );
    await fc.assert(run, { numRuns: 300, seed: 20_240_205 });
  });
});
