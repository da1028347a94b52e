import { channel } from 'node:diagnostics_channel';

import type { Telemetry, TelemetryEvent } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainHouse, fails, inTurn, settle, times } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const failing = [fails('server-error')];

/** An event in short: `attempt-end a failed`. */
function short(event: TelemetryEvent): string {
  if (event.type === 'breaker') return `breaker ${event.provider}/${event.model} ${event.state}`;
  return `${event.type} ${event.attempt.provider} ${event.attempt.outcome}`;
}

describe('onEvent', () => {
  it('is told of each attempt, and of each change of a breaker, in order', async () => {
    const told: string[] = [];
    await using house = chainHouse(
      { a: inTurn(...times(5, failing), answer), b: answer },
      { onEvent: (event) => void told.push(short(event)) },
    );
    await house.ask().text();
    expect(told.splice(0)).toEqual([
      'attempt-start a running',
      'attempt-end a failed',
      'attempt-start b running',
      'attempt-end b succeeded',
    ]);
    for (let chat = 0; chat < 4; chat += 1) await house.ask().text();
    expect(told.splice(0)).toContain('breaker a/model open');
    await house.clock.advance(15_000);
    await house.ask().text();
    expect(told).toEqual([
      'breaker a/model half-open',
      'attempt-start a running',
      'breaker a/model closed',
      'attempt-end a succeeded',
    ]);
  });

  it('is told of an attempt that its caller left', async () => {
    const told: string[] = [];
    await using house = chainHouse(
      { a: [{ type: 'hang' }] },
      { onEvent: (event) => void told.push(short(event)) },
    );
    const chat = house.ask();
    const failed = failureOf(chat.text());
    await house.clock.advance(1);
    await chat.cancel();
    await failed;
    expect(told).toEqual(['attempt-start a running', 'attempt-end a aborted']);
  });
});

describe('the diagnostics channels', () => {
  it('tell attempts and breakers apart, and the same as onEvent', async () => {
    const told: TelemetryEvent[] = [];
    const heard: Record<string, unknown[]> = { attempt: [], breaker: [] };
    const onAttempt = (event: unknown): void => void heard['attempt']?.push(event);
    const onBreaker = (event: unknown): void => void heard['breaker']?.push(event);
    channel('understudy:attempt').subscribe(onAttempt);
    channel('understudy:breaker').subscribe(onBreaker);
    try {
      await using house = chainHouse(
        { a: failing, b: answer },
        { onEvent: (event) => void told.push(event) },
      );
      for (let chat = 0; chat < 5; chat += 1) await house.ask().text();
    } finally {
      channel('understudy:attempt').unsubscribe(onAttempt);
      channel('understudy:breaker').unsubscribe(onBreaker);
    }
    expect(heard['attempt']).toEqual(told.filter(({ type }) => type !== 'breaker'));
    expect(heard['attempt']).toHaveLength(20);
    expect(heard['breaker']).toEqual([
      { type: 'breaker', provider: 'a', model: 'model', state: 'open' },
    ]);
  });

  it('of which one is heard, are both served', async () => {
    const heard: unknown[] = [];
    const listen = (event: unknown): void => void heard.push(event);
    channel('understudy:breaker').subscribe(listen);
    await using house = chainHouse({ a: failing, b: answer });
    for (let chat = 0; chat < 5; chat += 1) await house.ask().text();
    channel('understudy:breaker').unsubscribe(listen);
    expect(heard).toHaveLength(1);
  });
});

it('where nobody listens, no event is built', async () => {
  const deaf: Telemetry = {
    enabled: false,
    emit: () => {
      throw new Error('expected no event');
    },
  };
  await using house = chainHouse({ a: failing, b: answer }, { ports: { telemetry: deaf } });
  for (let chat = 0; chat < 6; chat += 1) expect(await house.ask().text()).toBe('yes');
});

describe('the log', () => {
  it('has nothing of a chat that went well, nor of one that passed a target over', async () => {
    await using house = chainHouse(
      { a: answer, b: answer },
      { capabilities: { a: { json: false } } },
    );
    await house.ask().text();
    await house.ask({}, { responseFormat: { type: 'json' } }).text();
    expect(house.logger).toMatchObject({ warnings: [], errors: [] });
  });

  it('has one warning of a chat that recovered, with all that failed before', async () => {
    await using house = chainHouse({
      a: failing,
      b: [fails('blocked')],
      c: [text('secret answer'), finish],
    });
    await house.ask().text();
    expect(house.logger.warnings).toEqual([
      'c/model responded after a/model server-error, b/model blocked',
    ]);
    expect(house.logger.errors).toEqual([]);
  });

  it('has one error of a chain that is exhausted', async () => {
    await using house = chainHouse({ a: failing, b: [fails('blocked')] });
    await failureOf(settle(house.clock, house.ask().text()));
    expect(house.logger.warnings).toEqual([]);
    expect(house.logger.errors).toEqual([
      expect.stringMatching(/^all-targets-failed: all targets failed:/),
    ]);
  });

  it('has nothing of a chat that its caller left', async () => {
    await using house = chainHouse({ a: failing });
    const chat = house.ask();
    const failed = failureOf(chat.text());
    await house.clock.advance(1);
    await chat.cancel();
    await failed;
    expect(house.logger).toMatchObject({ warnings: [], errors: [] });
  });
});
