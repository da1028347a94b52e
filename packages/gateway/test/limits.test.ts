import { createKey, localKeyLimits } from '@understudy/gateway';
import type { KeyPermit, KeyRejection } from '@understudy/gateway';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bodyFor, startFixture } from './fixture.ts';

const path = '/v1/chat/completions';

describe('localKeyLimits', () => {
  const key = { name: 'web', hash: '' };
  const isPermit = (result: KeyPermit | KeyRejection): result is KeyPermit =>
    result.code === undefined;

  it('never admits more requests than allowed in any minute, and says when the next is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 40 }),
        (requestsPerMinute, gaps) => {
          let now = 0;
          const limits = localKeyLimits(() => now);
          const admitted: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const result = limits.admit({ ...key, requestsPerMinute }, 'support');
            const recent = admitted.filter((at) => at > now - 60_000);
            const isFull = recent.length >= requestsPerMinute;
            const until = (recent.at(-requestsPerMinute) ?? 0) + 60_000;
            expect(isPermit(result) ? undefined : result.retryAfterMs).toBe(
              isFull ? until - now : undefined,
            );
            if (!isFull) admitted.push(now);
          }
        },
      ),
    );
  });

  it('counts thousands of requests in several minutes', () => {
    let now = 0;
    const limits = localKeyLimits(() => now);
    const admitAll = () =>
      Array.from({ length: 2500 }, () => {
        now += 10;
        return limits.admit({ ...key, requestsPerMinute: 1500 }, 'support');
      }).filter(isPermit).length;
    expect(admitAll()).toBe(1500);
    now = 60_000;
    expect(admitAll()).toBe(1500);
    now += 60_000;
    expect(admitAll()).toBe(1500);
  });

  it('admits as many requests at the same time as allowed, also after the limit was changed', () => {
    const limits = localKeyLimits(() => 0);
    const first = limits.admit({ ...key, maxConcurrent: 2 }, 'support');
    expect(isPermit(limits.admit({ ...key, maxConcurrent: 2 }, 'support'))).toBe(true);
    expect(isPermit(limits.admit({ ...key, maxConcurrent: 2 }, 'support'))).toBe(false);
    expect(isPermit(limits.admit({ ...key, maxConcurrent: 1 }, 'support'))).toBe(false);
    if (isPermit(first)) first.settle({});
    expect(isPermit(limits.admit({ ...key, maxConcurrent: 1 }, 'support'))).toBe(false);
    expect(isPermit(limits.admit({ ...key, maxConcurrent: 2 }, 'support'))).toBe(true);
  });

  it('counts each key by itself', () => {
    const limits = localKeyLimits(() => 0);
    limits.admit({ ...key, requestsPerMinute: 1 }, 'support');
    expect(isPermit(limits.admit({ ...key, name: 'other', requestsPerMinute: 1 }, 'a'))).toBe(true);
  });
});

it('answers 429 with the wait, and makes no request', async () => {
  const { key, entry } = createKey('web');
  await using fixture = await startFixture({ keys: [{ ...entry, requestsPerMinute: 1 }] });
  const headers = { authorization: `Bearer ${key}` };
  expect((await fixture.post(path, bodyFor(path), headers)).status).toBe(200);
  const limited = await fixture.post(path, bodyFor(path), headers);
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(limited.headers.get('x-should-retry')).toBeNull();
  expect(fixture.primary.requests).toHaveLength(1);
});

it('releases the place of a request whose client disconnects', async () => {
  const { key, entry } = createKey('web');
  await using fixture = await startFixture({ keys: [{ ...entry, maxConcurrent: 1 }] });
  fixture.primary.setFaults(['stall-after-headers']);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const controller = new AbortController();
  const pending = fetch(fixture.url + path, {
    method: 'POST',
    headers,
    body: JSON.stringify(bodyFor(path)),
    signal: controller.signal,
  });
  pending.catch(() => {});
  const request = await fixture.primary.nextRequest();
  expect((await fixture.post(path, bodyFor(path), headers)).status).toBe(429);
  controller.abort();
  await request.waitForEnd();
  expect((await fixture.post(path, bodyFor(path), headers)).status).toBe(200);
});

it('settles a permit once, with the token counts', async () => {
  const settled: unknown[] = [];
  await using fixture = await startFixture({
    limits: { admit: () => ({ settle: ({ usage }) => settled.push(usage) }) },
  });
  await fixture.post(path, bodyFor(path));
  await (await fixture.post(path, bodyFor(path, { stream: true }))).text();
  fixture.primary.setFaults([{ kind: 'invalid-key', times: 'always' }]);
  fixture.backup.setFaults([{ kind: 'invalid-key', times: 'always' }]);
  await fixture.post(path, bodyFor(path));
  expect(settled).toEqual([
    expect.objectContaining({ inputTokens: 5 }),
    expect.objectContaining({ inputTokens: 5 }),
    undefined,
  ]);
});
