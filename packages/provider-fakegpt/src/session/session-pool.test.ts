import { getEventListeners } from 'node:events';

import { ProviderError } from '@understudy/core/provider';
import { ManualClock } from '@understudy/core/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { CookieJar } from './cookie-jar.ts';
import { SessionPool } from './session-pool.ts';
import { Session } from './session.ts';

/** Logins that a test completes. */
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

interface Fixture {
  readonly pool: SessionPool;
  readonly logins: Logins;
  readonly clock: ManualClock;
}

function createPool(size: number): Fixture {
  const logins = new Logins();
  const clock = new ManualClock();
  return { pool: new SessionPool({ size, clock, logIn: logins.logIn }), logins, clock };
}

const never = new AbortController().signal;

/** Resolves after all pending promise callbacks. */
const flushPromises = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const serverError = new ProviderError({ code: 'server-error', message: 'the login failed' });
const timeout = (phase: 'first-content' | 'total' | 'deadline'): ProviderError =>
  new ProviderError({ code: 'timeout', message: 'timeout', phase });

describe('SessionPool', () => {
  it('uses a free session before it starts a login', async () => {
    const { pool, logins } = createPool(4);
    const first = pool.acquire(never);
    const session = logins.succeed(0);
    expect(await first).toBe(session);
    pool.release(session);
    expect(await pool.acquire(never)).toBe(session);
    expect(logins.started).toHaveLength(1);
  });

  it('uses the session first that was released first', async () => {
    const { pool, logins } = createPool(2);
    const calls = [pool.acquire(never), pool.acquire(never)];
    logins.succeed(0);
    logins.succeed(1);
    const [one, two] = await Promise.all(calls);
    if (!one || !two) throw new Error('no session');
    pool.release(two);
    pool.release(one);
    expect(await pool.acquire(never)).toBe(two);
  });

  it('starts logins up to its size and serves waiting callers in order', async () => {
    const { pool, logins } = createPool(2);
    const served: number[] = [];
    const calls = [0, 1, 2, 3].map(async (index) => {
      const session = await pool.acquire(never);
      served.push(index);
      return session;
    });
    expect(logins.started).toHaveLength(2);
    const [one, two] = [logins.succeed(1), logins.succeed(0)];
    await flushPromises();
    expect(served).toEqual([0, 1]);
    pool.release(two);
    await flushPromises();
    pool.release(one);
    await Promise.all(calls);
    expect(served).toEqual([0, 1, 2, 3]);
    expect(logins.started).toHaveLength(2);
  });

  it('assigns a login to the caller that waits longest', async () => {
    const { pool, logins } = createPool(1);
    const controller = new AbortController();
    const first = pool.acquire(controller.signal);
    const second = pool.acquire(never);
    controller.abort(new Error('aborted'));
    await expect(first).rejects.toThrow('aborted');
    expect(logins.open).toBe(1);
    const session = logins.succeed(0);
    expect(await second).toBe(session);
  });

  it('aborts logins if no caller waits for them', async () => {
    const { pool, logins } = createPool(3);
    const controllers = [0, 1, 2].map(() => new AbortController());
    const calls = controllers.map(({ signal }) => pool.acquire(signal));
    expect(logins.open).toBe(3);
    for (const [index, controller] of controllers.entries()) {
      controller.abort(new Error('aborted'));
      await expect(calls[index]).rejects.toThrow('aborted');
      expect(logins.open).toBe(2 - index);
    }
    expect(logins.started[0]?.signal.aborted).toBe(true);
  });

  it('aborts a login whose caller got a free session', async () => {
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

  it('removes its listeners from signals', async () => {
    const { pool, logins } = createPool(1);
    const { signal } = new AbortController();
    const controller = new AbortController();
    const first = pool.acquire(signal);
    const second = pool.acquire(controller.signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    controller.abort(new Error('aborted'));
    await expect(second).rejects.toThrow('aborted');
    logins.succeed(0);
    await first;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('rejects a call with an aborted signal', async () => {
    const { pool, logins } = createPool(1);
    await expect(pool.acquire(AbortSignal.abort(new Error('aborted')))).rejects.toThrow('aborted');
    expect(logins.started).toHaveLength(0);
  });
});

describe('SessionPool: failed logins', () => {
  it('rejects one caller and starts another login for the next', async () => {
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
    new ProviderError({ code: 'blocked', message: 'a bot challenge' }),
    new ProviderError({ code: 'rate-limited', message: 'rate limited', retryAfterMs: 60_000 }),
    new ProviderError({ code: 'authentication-failed', message: 'all accounts were rejected' }),
  ])(
    'rejects all waiting callers for errors that affect all accounts: $code',
    async (loginError) => {
      const { pool, logins } = createPool(2);
      const outcomes = Promise.allSettled([0, 1, 2, 3, 4].map(() => pool.acquire(never)));
      logins.fail(0, loginError);
      await flushPromises();
      expect(logins.started).toHaveLength(2);
      logins.succeed(1);
      const statuses = (await outcomes).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual(['fulfilled', ...Array<string>(4).fill('rejected')]);
    },
  );

  it('starts another login after a failure', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    logins.fail(0, serverError);
    await expect(first).rejects.toBe(serverError);
    const second = pool.acquire(never);
    const session = logins.succeed(1);
    expect(await second).toBe(session);
  });
});

describe('SessionPool: expired and rejected sessions', () => {
  it('does not reuse a session that expired by a change of the wall clock', async () => {
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
    expect(await Promise.race([second, flushPromises()])).toBeUndefined();
    const fresh = logins.succeed(1);
    expect(await second).toBe(fresh);
  });

  it('logs in again instead of assigning an expired session', async () => {
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

  it('replaces a rejected session before it serves waiting callers', async () => {
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

  it('does not renew with a free session', async () => {
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

  it('serves other callers if the signal of renew() is aborted', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    const stale = logins.succeed(0);
    await first;
    const second = pool.acquire(never);
    const aborted = pool.renew(stale, AbortSignal.abort(new Error('aborted')));
    await expect(aborted).rejects.toThrow('aborted');
    const fresh = logins.succeed(1);
    expect(await second).toBe(fresh);
  });

  it('starts another login after discard()', async () => {
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

describe('SessionPool: timeouts of waiting callers', () => {
  it.each(['first-content', 'total'] as const)(
    'become concurrency-limited if all sessions are in use: %s',
    async (phase) => {
      const { pool, logins } = createPool(1);
      const first = pool.acquire(never);
      logins.succeed(0);
      await first;
      const limit = new AbortController();
      const second = pool.acquire(limit.signal);
      limit.abort(timeout(phase));
      await expect(second).rejects.toMatchObject({
        code: 'concurrency-limited',
        message: 'no session became free in time (1 in use); raise `sessions`',
      });
    },
  );

  it('reject within the event loop iteration of the abort', async () => {
    const { pool } = createPool(1);
    void pool.acquire(never).catch(() => {});
    const limit = new AbortController();
    let code: unknown;
    const call = pool.acquire(limit.signal).catch((error: ProviderError) => (code = error.code));
    setImmediate(() => expect(code).toBe('concurrency-limited'));
    limit.abort(timeout('first-content'));
    await call;
    await flushPromises();
  });

  it('stay timeouts if a login was pending for the caller', async () => {
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

  it('do not replace the reason of the caller and the deadline', async () => {
    const { pool, logins } = createPool(1);
    const first = pool.acquire(never);
    logins.succeed(0);
    await first;
    for (const reason of [new Error('aborted'), timeout('deadline')]) {
      const controller = new AbortController();
      const call = pool.acquire(controller.signal);
      controller.abort(reason);
      await expect(call).rejects.toBe(reason);
    }
  });
});

describe('SessionPool.releaseAfterPause()', () => {
  it('keeps the session out for 25 ms, then assigns it to a waiting caller', async () => {
    const { pool, logins, clock } = createPool(1);
    const first = pool.acquire(never);
    const session = logins.succeed(0);
    await first;
    const second = pool.acquire(never);
    pool.releaseAfterPause(session);
    await clock.advance(24);
    expect(await Promise.race([second, flushPromises()])).toBeUndefined();
    await clock.advance(1);
    expect(await second).toBe(session);
    expect(logins.started).toHaveLength(1);
    expect(clock.timerCount).toBe(0);
  });

  it('is stopped by close()', async () => {
    const { pool, logins, clock } = createPool(1);
    const first = pool.acquire(never);
    const session = logins.succeed(0);
    await first;
    pool.releaseAfterPause(session);
    pool.close();
    expect(clock.timerCount).toBe(0);
    pool.releaseAfterPause(session);
    expect(clock.timerCount).toBe(0);
  });
});

describe('SessionPool.close()', () => {
  it('aborts logins and rejects waiting and new callers', async () => {
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

describe('SessionPool: random sequences of calls', () => {
  const command = fc.constantFrom('call', 'abort', 'login', 'fail', 'release', 'discard', 'renew');

  /** Runs commands, then completes all logins and chats. Returns whether all callers were served. */
  async function run(size: number, commands: readonly string[], choices: readonly number[]) {
    const { pool, logins } = createPool(size);
    const held: Session[] = [];
    const callers: AbortController[] = [];
    const calls: Promise<unknown>[] = [];
    let maxHeld = 0;
    const track = (call: Promise<Session>): void =>
      void calls.push(call.then((session) => held.push(session)).catch(() => {}));
    const pick = <Value>(from: Value[], step: number): Value | undefined =>
      from.splice((choices[step] ?? 0) % Math.max(1, from.length), 1)[0];
    for (const [step, name] of commands.entries()) {
      const open = [...logins.started.keys()].filter(
        (index) => logins.started[index]?.signal.aborted === false,
      );
      const login = pick(open, step) ?? 0;
      if (name === 'call') {
        const caller = new AbortController();
        callers.push(caller);
        track(pool.acquire(caller.signal));
      } else if (name === 'abort') pick(callers, step)?.abort(new Error('aborted'));
      else if (name === 'login') logins.succeed(login);
      else if (name === 'fail') logins.fail(login, serverError);
      else {
        const session = pick(held, step);
        if (session && name === 'release') pool.release(session);
        if (session && name === 'discard') pool.discard(session);
        if (session && name === 'renew') track(pool.renew(session, never));
      }
      await flushPromises();
      maxHeld = Math.max(maxHeld, held.length);
      expect(new Set(held).size).toBe(held.length);
    }
    const outcomes = Promise.all(calls);
    const state = { isDone: false };
    void outcomes.then(() => (state.isDone = true));
    for (let round = 0; round < 200 && !state.isDone; round += 1) {
      for (const index of logins.started.keys()) logins.succeed(index);
      for (const session of held.splice(0)) pool.release(session);
      await flushPromises();
    }
    return { isDone: state.isDone, maxHeld };
  }

  it('serves every caller and never exceeds its size', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(command, { maxLength: 30 }),
      fc.array(fc.nat(9), { minLength: 30, maxLength: 30 }),
      async (size, commands, choices) => {
        const { isDone, maxHeld } = await run(size, commands, choices);
        expect(isDone).toBe(true);
        expect(maxHeld).toBeLessThanOrEqual(size);
      },
    );
    await fc.assert(property, { numRuns: 300, seed: 20_240_205 });
  });
});
