import type { Attributes } from '@opentelemetry/api';
import { createUnderstudy, modelRef } from '@understudy/core';
import type { Attempt, AttemptTelemetry } from '@understudy/core';
import { openai } from '@understudy/provider-openai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createGatewayMetrics, createOtelTelemetry } from '../src/index.ts';
import { MemorySdk, OtelFixture } from './otel-fixture.ts';
import type { MetricPoint } from './otel-fixture.ts';

let sdk: MemorySdk;

beforeEach(() => {
  sdk = new MemorySdk();
});

afterEach(() => sdk[Symbol.dispose]());

const target: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5-mini',
};

function short({ attributes, value }: MetricPoint): readonly [Attributes, number] {
  return [attributes, value];
}

describe('metrics of attempts', () => {
  it('are the duration, the time to the first chunk and the tokens of 1.41', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { openai: { faults: ['overloaded'] } },
    });
    const { usage } = await fixture.ask().response();
    const failed = { ...target, 'error.type': 'overloaded' };
    const durations = await sdk.pointsOf('gen_ai.client.operation.duration');
    expect(durations.map(short)).toEqual([
      [failed, 1],
      [target, 1],
    ]);
    const firstChunks = await sdk.pointsOf('gen_ai.client.operation.time_to_first_chunk');
    expect(firstChunks.map(short)).toEqual([[target, 1]]);
    expect(usage).toMatchObject({ inputTokens: expect.any(Number) });
    const tokens = await sdk.pointsOf('gen_ai.client.token.usage');
    expect(tokens.map(short)).toEqual([
      [{ ...target, 'gen_ai.token.type': 'input' }, 1],
      [{ ...target, 'gen_ai.token.type': 'output' }, 1],
    ]);
  });

  it('are the names and counters of genai-0.1', async () => {
    await using fixture = await OtelFixture.start({
      otel: { conventions: 'genai-0.1' },
      emulators: { openai: {} },
    });
    const { usage } = await fixture.ask().response();
    const names = new Set((await sdk.points()).map(({ name }) => name));
    expect([...names].filter((name) => name.startsWith('gen_ai')).toSorted()).toEqual([
      'gen_ai.client.inference.duration',
      'gen_ai.client.inference.time_to_first_chunk',
      'gen_ai.client.inference.usage.cache_read.input_tokens',
      'gen_ai.client.inference.usage.input_tokens',
      'gen_ai.client.inference.usage.output_tokens',
      'gen_ai.client.inference.usage.reasoning.output_tokens',
    ]);
    const input = await sdk.pointsOf('gen_ai.client.inference.usage.input_tokens');
    const counted = { ...target, 'gen_ai.token.modality': 'unknown' };
    expect(input.map(short)).toEqual([[counted, usage?.inputTokens]]);
  });

  it('count attempts by outcome, error and next step, and skipped targets', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { a: { faults: ['overloaded'] }, b: {} },
    });
    await fixture.ask().text();
    fixture.understudy.isolate({ provider: 'a', model: 'gpt-5-mini' });
    await fixture.ask().text();
    expect((await sdk.pointsOf('understudy.attempts')).map(short)).toEqual([
      [
        {
          'error.type': 'overloaded',
          'understudy.next': 'fallback',
          'understudy.outcome': 'failed',
        },
        1,
      ],
      [{ 'understudy.outcome': 'succeeded' }, 2],
      [{ 'error.type': 'circuit-open', 'understudy.outcome': 'skipped' }, 1],
    ]);
  });

  it('have the model `other` if only the request names the model', async () => {
    await using fixture = await OtelFixture.start({ emulators: { openai: {} } });
    for (const model of ['openai/typed-1', 'openai/typed-2', 'support'].map(modelRef)) {
      await fixture.ask({ model }).text();
    }
    const durations = await sdk.pointsOf('gen_ai.client.operation.duration');
    expect(durations.map(short)).toEqual([
      [{ ...target, 'gen_ai.request.model': 'other' }, 2],
      [target, 1],
    ]);
  });
});

describe('metrics of chats', () => {
  it('are the duration, the chats in flight and the overhead', async () => {
    await using fixture = await OtelFixture.start({ emulators: { a: { faults: ['overloaded'] } } });
    await fixture.ask().text();
    fixture.emulators['a']?.setFaults(['stall-after-text']);
    const open = fixture.ask();
    const iterator = open[Symbol.asyncIterator]();
    await iterator.next();
    expect((await sdk.pointsOf('understudy.chat.in_flight')).map(short)).toEqual([[{}, 1]]);
    await open.cancel();
    expect((await sdk.pointsOf('understudy.chat.in_flight')).map(short)).toEqual([[{}, 0]]);
    const chain = { 'understudy.chain': 'support' };
    expect((await sdk.pointsOf('understudy.chat.duration')).map(short)).toEqual([
      [{ ...chain, 'understudy.outcome': 'succeeded' }, 1],
      [{ ...chain, 'understudy.outcome': 'aborted' }, 1],
    ]);
    expect((await sdk.pointsOf('understudy.chat.overhead')).map(short)).toEqual([[{}, 2]]);
  });

  it('have the overhead without attempts, also those at the same time, and without waits', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const telemetry = createOtelTelemetry();
    const chatId = 'chat';
    const facts = { messages: 1, tools: 0, images: 0, files: 0, stream: false, json: false };
    const attempt = (number: number): Attempt => ({
      number,
      provider: 'a',
      model: 'model',
      startedAt: 0,
      outcome: 'running',
      firstContentMs: undefined,
      totalMs: undefined,
      requests: 1,
      error: undefined,
    });
    const emit = (type: AttemptTelemetry['type'], number: number): void =>
      telemetry.emit({ type, chatId, attempt: attempt(number), listed: true });
    telemetry.emit({ type: 'chat-start', chatId, model: 'main', facts });
    vi.advanceTimersByTime(3);
    emit('attempt-start', 1);
    vi.advanceTimersByTime(100);
    emit('attempt-end', 1);
    vi.advanceTimersByTime(50);
    telemetry.emit({ type: 'chat-wait', chatId, provider: 'a', model: 'model', waitedMs: 50 });
    emit('attempt-start', 2);
    vi.advanceTimersByTime(20);
    emit('attempt-start', 3);
    vi.advanceTimersByTime(20);
    emit('attempt-end', 2);
    vi.advanceTimersByTime(20);
    emit('attempt-end', 3);
    vi.advanceTimersByTime(4);
    const usage = { inputTokens: undefined, outputTokens: undefined };
    telemetry.emit({
      type: 'chat-end',
      chatId,
      outcome: 'aborted',
      chain: undefined,
      provider: 'a',
      model: 'model',
      usage: undefined,
      totalUsage: usage,
      response: undefined,
      finishReason: undefined,
      error: undefined,
    });
    vi.useRealTimers();
    const [duration] = await sdk.pointsOf('understudy.chat.duration');
    expect(duration?.sum).toBeCloseTo(0.217);
    const [overhead] = await sdk.pointsOf('understudy.chat.overhead');
    expect(overhead?.sum).toBeCloseTo(0.007);
  });

  it('have no name of a model or a chain that does not exist', async () => {
    await using fixture = await OtelFixture.start({ emulators: { a: {} } });
    await fixture
      .ask({ model: modelRef('no such model') })
      .text()
      .catch(() => {});
    expect((await sdk.pointsOf('understudy.chat.duration')).map(short)).toEqual([
      [{ 'error.type': 'model-not-found', 'understudy.outcome': 'failed' }, 1],
    ]);
  });
});

describe('metrics of circuit breakers', () => {
  it('count state changes and open breakers by target', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { openai: { faults: [{ kind: 'server-error', times: 'always' }] } },
      chain: { retry: { maxRetries: 0 } },
    });
    const id = { provider: 'openai', model: 'gpt-5-mini' };
    await fixture
      .ask()
      .text()
      .catch(() => {});
    fixture.understudy.isolate(id);
    const open = { ...target, 'understudy.state': 'isolated' };
    expect((await sdk.pointsOf('understudy.breaker.transitions')).map(short)).toEqual([[open, 1]]);
    expect((await sdk.pointsOf('understudy.breaker.open')).map(short)).toEqual([[target, 1]]);
    fixture.understudy.resetHealth(id);
    expect((await sdk.pointsOf('understudy.breaker.open')).map(short)).toEqual([[target, 0]]);
  });

  it('names the model of a breaker that the first failure opens', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { openai: { faults: [{ kind: 'server-error', times: 'always' }] } },
      chain: { retry: { maxRetries: 0 } },
      breaker: { failures: 1 },
    });
    await expect(fixture.ask().text()).rejects.toThrow('HTTP 500');
    const opened = { ...target, 'understudy.state': 'open' };
    expect((await sdk.pointsOf('understudy.breaker.transitions')).map(short)).toEqual([
      [opened, 1],
    ]);
    fixture.understudy.resetHealth();
    expect((await sdk.pointsOf('understudy.breaker.open')).map(short)).toEqual([[target, 0]]);
  });

  it('count a breaker as closed with the attributes with which it was open', async () => {
    await using fixture = await OtelFixture.start({ emulators: { openai: {} } });
    const ports = { telemetry: fixture.telemetry };
    const providers = [openai({ apiKey: 'any' })];
    await using unused = createUnderstudy({ providers, ports });
    unused.isolate({ provider: 'openai', model: 'gpt-5-mini' });
    await fixture.ask().text();
    unused.resetHealth();
    const unlisted = { ...target, 'gen_ai.request.model': 'other' };
    expect((await sdk.pointsOf('understudy.breaker.open')).map(short)).toEqual([[unlisted, 0]]);
  });
});

describe('createGatewayMetrics()', () => {
  it('counts rejections, open streams and reloads', async () => {
    const gateway = createGatewayMetrics();
    gateway.requestRejected('invalid-key');
    gateway.streamOpened();
    gateway.streamOpened();
    gateway.streamClosed();
    gateway.configReloaded('failed');
    expect(await sdk.points()).toEqual([
      {
        name: 'understudy.gateway.rejections',
        attributes: { 'understudy.code': 'invalid-key' },
        value: 1,
      },
      { name: 'understudy.gateway.open_streams', attributes: {}, value: 1 },
      {
        name: 'understudy.config.reloads',
        attributes: { 'understudy.outcome': 'failed' },
        value: 1,
      },
    ]);
  });
});

it('records the chats of a runtime that was created before the SDK was registered', async () => {
  sdk[Symbol.dispose]();
  await using fixture = await OtelFixture.start({ emulators: { openai: {} } });
  expect(fixture.telemetry.enabled).toBe(false);
  await fixture.ask().text();
  using later = new MemorySdk();
  expect(fixture.telemetry.enabled).toBe(true);
  await fixture.ask().text();
  expect(later.spans.chats).toHaveLength(1);
  expect(await later.pointsOf('gen_ai.client.operation.duration')).toHaveLength(1);
});

it('is the same for two runtimes with one telemetry', async () => {
  const telemetry = createOtelTelemetry();
  await using one = createUnderstudy({ providers: [], ports: { telemetry } });
  await using two = createUnderstudy({ providers: [], ports: { telemetry } });
  const request = {
    model: modelRef('none/none'),
    messages: [{ role: 'user', content: 'Hi' }],
  } as const;
  for (const understudy of [one, two])
    await understudy
      .chat(request)
      .text()
      .catch(() => {});
  expect(sdk.spans.chats).toHaveLength(2);
});
