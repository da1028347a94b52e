import { ProviderError } from '@understudy/core';
import type { ErrorCode } from '@understudy/core';
import type { ScriptStep } from '@understudy/core/testing';
import { beforeAll, describe, expect, it } from 'vitest';

import { OutageWorld } from './outage-world.ts';

const callers = 100;
const minute = 60_000;
const hour = 60 * minute;
const longestRestMs = 300_000;

function failing(code: ErrorCode, retryAfterMs?: number): readonly ScriptStep[] {
  const error = new ProviderError({ code, message: 'out', retryAfterMs });
  return [
    { type: 'wait', ms: 5 },
    { type: 'fail', error },
  ];
}

/** How often the targets are asked in a minute when all is well: the one that is asked less. */
let usual: number;

beforeAll(async () => {
  const world = new OutageWorld([]);
  world.start(callers);
  await world.pass(minute);
  const { a, b } = await world.pass(minute);
  usual = Math.min(a, b);
  await world.stop();
});

describe('an outage of both targets, for an hour, with 100 callers', { timeout: 60_000 }, () => {
  const outages: Readonly<Record<string, readonly ScriptStep[]>> = {
    'refuse connections': failing('connection-failed'),
    'say nothing': [{ type: 'hang' }],
    'cut their answers off': [{ type: 'wait', ms: 5 }],
  };

  it.each(Object.entries(outages))('is no storm when they %s, and ends soon', async (_, outage) => {
    const world = new OutageWorld(outage);
    world.setOut('a', 'b');
    world.start(callers);
    await world.pass(minute);
    const asked = await world.pass(hour - minute);
    const allowed = 0.02 * usual * 59;
    expect(asked.a).toBeLessThanOrEqual(allowed);
    expect(asked.b).toBeLessThanOrEqual(allowed);
    expect(world.retries).toBeLessThanOrEqual(0.2 * world.chats + 10);
    expect(world.answered).toBe(0);

    world.setOut();
    const due = { a: world.restOf('a'), b: world.restOf('b') };
    expect(Math.max(due.a, due.b)).toBeLessThanOrEqual(longestRestMs);
    const back = await world.untilBack(longestRestMs + 15_000);
    expect(back.get('a')).toBeLessThanOrEqual(due.a + 15_000);
    expect(back.get('b')).toBeLessThanOrEqual(due.b + 15_000);
    const after = await world.pass(minute);
    expect(Math.min(after.a, after.b)).toBeGreaterThan(0.8 * usual);
    await world.stop();
  });
});

describe('an outage of ten minutes, with 100 callers', { timeout: 60_000 }, () => {
  it('of one target leaves no chat without an answer', async () => {
    const world = new OutageWorld(failing('server-error'));
    world.setOut('a');
    world.start(callers);
    await world.pass(minute);
    const asked = await world.pass(9 * minute);
    await world.stop();
    expect(world.answered).toBe(world.chats);
    expect(asked.a).toBeLessThanOrEqual(0.02 * usual * 9);
    expect(asked.b).toBeGreaterThan(1.8 * usual * 9);
  });

  it('where every vendor requests two seconds is one request every two seconds', async () => {
    const world = new OutageWorld(failing('rate-limited', 2000));
    world.setOut('a', 'b');
    world.start(callers);
    await world.pass(minute);
    const { a, b } = await world.pass(9 * minute);
    // A chat waits at most five seconds, and its caller pauses for eight.
    expect(world.chats).toBeGreaterThan((callers * 10 * 60) / (5 + 8 + 2));
    await world.stop();
    expect(Math.max(a, b)).toBeLessThanOrEqual(9 * 30);
    expect(Math.min(a, b)).toBeGreaterThan(0.9 * 9 * 30);
    expect(world.retries).toBeLessThanOrEqual(0.2 * world.chats + 10);
  });
});
