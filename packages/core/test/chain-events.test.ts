import { channel } from 'node:diagnostics_channel';

import type { Telemetry, TelemetryEvent } from '@understudy/core';
import { describe, expect, it } from 'vitest';

import { chainFixture, fails, inTurn, settle, times } from './chain-fixture.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const failing = [fails('server-error')];

/** An event in short: `attempt-end a failed`. */
function short(event: TelemetryEvent): string {
  if (event.type === 'breaker') return `breaker ${event.provider}/${event.model} ${event.state}`;
  return `${event.type} ${event.attempt.provider} ${event.attempt.outcome}`;
}

describe('onEvent', () => {
  it('receives each attempt and each change of a circuit breaker, in order', async () => {
    const events: string[] = [];
    await using fixture = chainFixture(
      { a: inTurn(...times(5, failing), answer), b: answer },
      { onEvent: (event) => void events.push(short(event)) },
    );
    await fixture.ask().text();
    expect(events.splice(0)).toEqual([
      'attempt-start a running',
      'attempt-end a failed',
      'attempt-start b running',
      'attempt-end b succeeded',
    ]);
    for (let chat = 0; chat < 4; chat += 1) await fixture.ask().text();
    expect(events.splice(0)).toContain('breaker a/model open');
    await fixture.clock.advance(15_000);
    await fixture.ask().text();
    expect(events).toEqual([
      'breaker a/model half-open',
      'attempt-start a running',
      'breaker a/model closed',
      'attempt-end a succeeded',
    ]);
  });

  it('receives an attempt that its caller canceled', async () => {
    const events: string[] = [];
    await using fixture = chainFixture(
      { a: [{ type: 'hang' }] },
      { onEvent: (event) => void events.push(short(event)) },
    );
    const chat = fixture.ask();
    const failed = failureOf(chat.text());
    await fixture.clock.advance(1);
    await chat.cancel();
    await failed;
    expect(events).toEqual(['attempt-start a running', 'attempt-end a aborted']);
  });
});

describe('the diagnostics channels', () => {
  it('carry the same events as onEvent, attempts and circuit breakers apart', async () => {
    const events: TelemetryEvent[] = [];
    const published: Record<string, unknown[]> = { attempt: [], breaker: [] };
    const onAttempt = (event: unknown): void => void published['attempt']?.push(event);
    const onBreaker = (event: unknown): void => void published['breaker']?.push(event);
    channel('understudy:attempt').subscribe(onAttempt);
    channel('understudy:breaker').subscribe(onBreaker);
    try {
      await using fixture = chainFixture(
        { a: failing, b: answer },
        { onEvent: (event) => void events.push(event) },
      );
      for (let chat = 0; chat < 5; chat += 1) await fixture.ask().text();
    } finally {
      channel('understudy:attempt').unsubscribe(onAttempt);
      channel('understudy:breaker').unsubscribe(onBreaker);
    }
    expect(published['attempt']).toEqual(events.filter(({ type }) => type !== 'breaker'));
    expect(published['attempt']).toHaveLength(20);
    expect(published['breaker']).toEqual([
      { type: 'breaker', provider: 'a', model: 'model', state: 'open' },
    ]);
  });

  it('are both published if one has a subscriber', async () => {
    const published: unknown[] = [];
    const listen = (event: unknown): void => void published.push(event);
    channel('understudy:breaker').subscribe(listen);
    await using fixture = chainFixture({ a: failing, b: answer });
    for (let chat = 0; chat < 5; chat += 1) await fixture.ask().text();
    channel('understudy:breaker').unsubscribe(listen);
    expect(published).toHaveLength(1);
  });
});

it('build no event without a subscriber', async () => {
  const deaf: Telemetry = {
    enabled: false,
    emit: () => {
      throw new Error('expected no event');
    },
  };
  await using fixture = chainFixture({ a: failing, b: answer }, { ports: { telemetry: deaf } });
  for (let chat = 0; chat < 6; chat += 1) expect(await fixture.ask().text()).toBe('yes');
});

describe('the log', () => {
  it('is empty for a chat that succeeded or skipped a target', async () => {
    await using fixture = chainFixture(
      { a: answer, b: answer },
      { capabilities: { a: { json: false } } },
    );
    await fixture.ask().text();
    await fixture.ask({}, { responseFormat: { type: 'json' } }).text();
    expect(fixture.logger).toMatchObject({ warnings: [], errors: [] });
  });

  it('has one warning with the failed attempts of a chat that recovered', async () => {
    await using fixture = chainFixture({
      a: failing,
      b: [fails('blocked')],
      c: [text('secret answer'), finish],
    });
    await fixture.ask().text();
    expect(fixture.logger.warnings).toEqual([
      'c/model responded after a/model server-error, b/model blocked',
    ]);
    expect(fixture.logger.errors).toEqual([]);
  });

  it('has one error for a chain that is exhausted', async () => {
    await using fixture = chainFixture({ a: failing, b: [fails('blocked')] });
    await failureOf(settle(fixture.clock, fixture.ask().text()));
    expect(fixture.logger.warnings).toEqual([]);
    expect(fixture.logger.errors).toEqual([
      expect.stringMatching(/^all-targets-failed: all targets failed:/),
    ]);
  });

  it('is empty for a chat that its caller canceled', async () => {
    await using fixture = chainFixture({ a: failing });
    const chat = fixture.ask();
    const failed = failureOf(chat.text());
    await fixture.clock.advance(1);
    await chat.cancel();
    await failed;
    expect(fixture.logger).toMatchObject({ warnings: [], errors: [] });
  });
});
