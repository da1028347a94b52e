import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';

import type { AttemptScope, ProviderDefinition, Telemetry, TelemetryEvent } from '@understudy/core';
import { createUnderstudy, modelRef } from '@understudy/core';
import { RecordingTelemetry } from '@understudy/core/testing';
import { describe, expect, it, vi } from 'vitest';

import { chainFixture, fails, inTurn, settle, times } from './chain-fixture.ts';
import { defineTestProvider } from './define-test-provider.ts';
import { failureOf, finish, text } from './scripted-understudy.ts';

const answer = [text('yes'), finish];
const failing = [fails('server-error')];

/** An event in short: `attempt-end a failed`. */
function short(event: TelemetryEvent): string {
  if (event.type === 'breaker') return `breaker ${event.provider}/${event.model} ${event.state}`;
  if (event.type === 'chat-start') return `chat-start ${event.model ?? 'inline'}`;
  if (event.type === 'chat-end') return `chat-end ${event.provider ?? ''} ${event.outcome}`;
  if (!('attempt' in event)) return event.type;
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
      'chat-start main',
      'attempt-start a running',
      'attempt-end a failed',
      'attempt-start b running',
      'attempt-end b succeeded',
      'chat-end b succeeded',
    ]);
    for (let chat = 0; chat < 4; chat += 1) await fixture.ask().text();
    expect(events.splice(0)).toContain('breaker a/model open');
    await fixture.clock.advance(15_000);
    await fixture.ask().text();
    expect(events).toEqual([
      'chat-start main',
      'breaker a/model half-open',
      'attempt-start a running',
      'breaker a/model closed',
      'attempt-end a succeeded',
      'chat-end a succeeded',
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
    expect(events).toEqual([
      'chat-start main',
      'attempt-start a running',
      'attempt-end a aborted',
      'chat-end a aborted',
    ]);
  });
});

describe('the diagnostics channels', () => {
  it('carry the same events as onEvent: chats, attempts and circuit breakers apart', async () => {
    const events: TelemetryEvent[] = [];
    const published: Record<string, unknown[]> = { chat: [], attempt: [], breaker: [] };
    const listeners = Object.entries(published).map(
      ([name, list]) => [`understudy:${name}`, (event: unknown) => void list.push(event)] as const,
    );
    for (const [name, listener] of listeners) channel(name).subscribe(listener);
    try {
      await using fixture = chainFixture(
        { a: failing, b: answer },
        { onEvent: (event) => void events.push(event) },
      );
      for (let chat = 0; chat < 5; chat += 1) await fixture.ask().text();
    } finally {
      for (const [name, listener] of listeners) channel(name).unsubscribe(listener);
    }
    expect(published['attempt']).toEqual(events.filter((event) => 'attempt' in event));
    expect(published['attempt']).toHaveLength(20);
    expect(published['chat']).toEqual(events.filter(({ type }) => type.startsWith('chat-')));
    expect(published['chat']).toHaveLength(10);
    expect(published['breaker']).toEqual([
      { type: 'breaker', provider: 'a', model: 'model', state: 'open' },
    ]);
  });

  it('are all published if one has a subscriber', async () => {
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

describe('telemetry of a chat', () => {
  it('contains the id of the chat, numbers and flags of the request, and how it ended', async () => {
    const telemetry = new RecordingTelemetry();
    await using fixture = chainFixture(
      { a: failing, b: [text('yes'), { type: 'usage', inputTokens: 3, outputTokens: 1 }, finish] },
      { ports: { telemetry } },
    );
    const chat = fixture.ask({}, { temperature: 0.5, maxOutputTokens: 9 });
    await chat.response();
    const [start] = telemetry.events;
    expect(start).toEqual({
      type: 'chat-start',
      chatId: chat.id,
      model: 'main',
      facts: {
        messages: 1,
        tools: 0,
        images: 0,
        files: 0,
        stream: false,
        json: false,
        temperature: 0.5,
        maxOutputTokens: 9,
      },
    });
    expect(JSON.stringify(start)).not.toContain('Hi');
    expect(telemetry.events.at(-1)).toMatchObject({
      type: 'chat-end',
      chatId: chat.id,
      outcome: 'succeeded',
      provider: 'b',
      model: 'model',
      usage: { inputTokens: 3, outputTokens: 1 },
      finishReason: 'stop',
      error: undefined,
    });
    const ids = telemetry.events.map((event) => ('chatId' in event ? event.chatId : chat.id));
    expect(new Set(ids)).toEqual(new Set([chat.id]));
  });

  it('ends once with the error of the chat, and not at all if the request was not valid', async () => {
    const telemetry = new RecordingTelemetry();
    const rejected = [fails('authentication-failed')];
    await using fixture = chainFixture({ a: rejected, b: rejected }, { ports: { telemetry } });
    await failureOf(fixture.ask().text());
    await failureOf(fixture.ask({ deadlineMs: -1 }).text());
    const ends = telemetry.events.filter(({ type }) => type === 'chat-end');
    expect(ends).toMatchObject([{ outcome: 'failed', error: { code: 'all-targets-failed' } }]);
  });

  it('reaches the port and onEvent, and an error of one does not affect the other', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const telemetry = new RecordingTelemetry();
    await using fixture = chainFixture(
      { a: answer },
      {
        ports: { telemetry },
        onEvent: () => {
          throw new Error('a listener');
        },
      },
    );
    expect(await fixture.ask().text()).toBe('yes');
    expect(telemetry.events.map(({ type }) => type)).toEqual([
      'chat-start',
      'attempt-start',
      'attempt-end',
      'chat-end',
    ]);
    expect(warned).toHaveBeenCalledTimes(4);
    warned.mockRestore();
  });

  it('turns the rejection of an asynchronous listener into a warning', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const reject = (): unknown => Promise.reject(new Error('a listener'));
    await using fixture = chainFixture(
      { a: failing, b: answer },
      {
        onEvent: reject,
        ports: {
          telemetry: { enabled: true, emit: reject },
          logger: { warn: reject, error: reject },
        },
      },
    );
    expect(await fixture.ask().text()).toBe('yes');
    await fixture.clock.advance(0);
    expect(warned).toHaveBeenCalledTimes(13);
    warned.mockRestore();
  });

  const aborts = ['cancel()', 'signal', 'close()'] as const;
  it.each(
    aborts.flatMap((how) => [
      { how, at: 'chat-start', types: ['chat-start', 'chat-end'] } as const,
      {
        how,
        at: 'attempt-start',
        types: ['chat-start', 'attempt-start', 'attempt-end', 'chat-end'],
      } as const,
    ]),
  )('ends a chat that a listener ends by $how at $at', async ({ how, at, types }) => {
    const controller = new AbortController();
    const seen: string[] = [];
    const end = {
      'cancel()': () => void chat.cancel(),
      signal: () => controller.abort(),
      'close()': () => void fixture.understudy.close(),
    };
    await using fixture = chainFixture(
      { a: answer },
      {
        onEvent: ({ type }) => {
          seen.push(type);
          if (type === at) end[how]();
        },
      },
    );
    const chat = fixture.ask({ signal: controller.signal });
    await failureOf(chat.text());
    await fixture.clock.advance(0);
    expect(seen).toEqual(types);
  });
});

describe('Telemetry.within()', () => {
  const storage = new AsyncLocalStorage<AttemptScope>();

  class Tracer extends RecordingTelemetry {
    within<Value>(attempt: AttemptScope, work: () => Promise<Value>): Promise<Value> {
      return storage.run(attempt, work);
    }
  }

  function tracedProvider(seen: (AttemptScope | undefined)[]): ProviderDefinition {
    return defineTestProvider('traced', () => ({
      async *chat() {
        seen.push(storage.getStore());
        yield { type: 'text-delta', text: 'a' };
        seen.push(storage.getStore());
        yield { type: 'text-delta', text: 'b' };
        seen.push(storage.getStore());
        yield { type: 'finish', reason: 'stop' };
      },
    }));
  }

  it('runs every part of an attempt in the context of the tracer', async () => {
    const seen: (AttemptScope | undefined)[] = [];
    const providers = [tracedProvider(seen)];
    await using understudy = createUnderstudy({ providers, ports: { telemetry: new Tracer() } });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    const chat = understudy.chat({ model: modelRef('traced/model'), messages });
    expect(await Array.fromAsync(chat.textStream)).toEqual(['a', 'b']);
    const scope = { chatId: chat.id, attemptNumber: 1 };
    expect(seen).toEqual([scope, scope, scope]);
  });

  it('is not called while telemetry is disabled', async () => {
    let calls = 0;
    const telemetry: Telemetry = {
      enabled: false,
      emit: () => {},
      within: (_attempt, work) => {
        calls += 1;
        return work();
      },
    };
    await using fixture = chainFixture({ a: answer }, { ports: { telemetry } });
    expect(await fixture.ask().text()).toBe('yes');
    expect(calls).toBe(0);
  });

  it('does not affect a chat if it fails before or after the work', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    for (const isAfter of [false, true]) {
      class Broken extends RecordingTelemetry {
        within<Value>(_attempt: AttemptScope, work: () => Promise<Value>): Promise<Value> {
          if (isAfter) void work();
          throw new Error('a tracer');
        }
      }
      const telemetry = new Broken();
      await using fixture = chainFixture({ a: answer }, { ports: { telemetry } });
      expect(await fixture.ask().text()).toBe('yes');
      expect(fixture.called).toEqual(['a']);
    }
    expect(warned).toHaveBeenCalled();
    warned.mockRestore();
  });

  it('may reject, and may pass on the error of a provider', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    for (const [script, error] of [
      [failing, undefined],
      [answer, new Error('a tracer')],
    ] as const) {
      class Rejecting extends RecordingTelemetry {
        async within<Value>(_attempt: AttemptScope, work: () => Promise<Value>): Promise<Value> {
          const value = await work();
          if (error) throw error;
          return value;
        }
      }
      const telemetry = new Rejecting();
      await using fixture = chainFixture({ a: script, b: answer }, { ports: { telemetry } });
      expect(await fixture.ask().text()).toBe('yes');
      await fixture.clock.advance(0);
      expect(warned).toHaveBeenCalledTimes(error ? 2 : 0);
    }
    warned.mockRestore();
  });
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
