import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createUnderstudy, modelRef } from '@understudy/core';
import type { Attempt, ChatStream } from '@understudy/core';
import { defineProvider, ProviderError } from '@understudy/core/provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createOtelTelemetry } from '../src/index.ts';
import { MemorySdk, OtelFixture } from './otel-fixture.ts';
import type { OtelFixtureOptions } from './otel-fixture.ts';

let sdk: MemorySdk;

beforeEach(() => {
  sdk = new MemorySdk();
});

afterEach(() => sdk[Symbol.dispose]());

/** Reads a chat to its end. Errors are ignored. */
async function read(chat: ChatStream, mode: 'events' | 'response' = 'response'): Promise<void> {
  const reading = mode === 'response' ? chat.response() : Array.fromAsync(chat);
  await reading.catch(() => {});
}

function eventNames({ events }: ReadableSpan): readonly string[] {
  return events.map(({ name }) => name);
}

/** Compares the spans of a chat with its attempt log: a span for each attempt, an event for each skipped target. */
function expectOneSpanPerEntry(log: readonly Attempt[]): void {
  const [chat, ...more] = sdk.spans.chats;
  expect(more).toEqual([]);
  const ran = log.filter(({ outcome }) => outcome !== 'skipped');
  expect(sdk.spans.attempts).toHaveLength(ran.length);
  for (const [
    index,
    { attributes, name, kind, parentSpanContext },
  ] of sdk.spans.attempts.entries()) {
    const entry = ran[index];
    expect({ name, kind }).toEqual({ name: `chat ${entry?.model ?? ''}`, kind: SpanKind.CLIENT });
    expect(parentSpanContext?.spanId).toBe(chat?.spanContext().spanId);
    const { provider, number, requests, outcome, error, next, server } = entry ?? {};
    expect(attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': entry?.model,
      'server.address': server?.address,
      'server.port': server?.port,
      'understudy.provider': provider,
      'understudy.attempt': number,
      'understudy.requests': requests,
      'understudy.outcome': outcome,
    });
    expect(attributes['error.type']).toBe(error?.code);
    expect(attributes['understudy.next']).toBe(next?.kind);
    expect(attributes['understudy.delay_ms']).toBe(next?.delayMs);
  }
  const skips = (chat?.events ?? []).filter(({ name }) => name === 'understudy.skip');
  expect(skips.map(({ attributes }) => attributes?.['understudy.attempt'])).toEqual(
    log.filter(({ outcome }) => outcome === 'skipped').map(({ number }) => number),
  );
  expect(chat?.attributes['understudy.attempts']).toBe(ran.length);
  expect(sdk.spans.started).toBe(sdk.spans.ended.length);
}

interface Case extends OtelFixtureOptions {
  readonly outcomes: readonly string[];
  readonly mode?: 'events' | 'response';
  readonly events?: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'one attempt': { emulators: { a: {} }, outcomes: ['succeeded'] },
  'a fallback': {
    emulators: { a: { faults: ['overloaded'] }, b: {} },
    outcomes: ['failed', 'succeeded'],
  },
  'a retry': {
    emulators: { a: { faults: ['overloaded'] } },
    outcomes: ['failed', 'succeeded'],
    events: ['understudy.wait'],
  },
  'a hedge': {
    emulators: { a: { firstChunkMs: 5000 }, b: {} },
    chain: { hedge: { afterMs: 20 } },
    outcomes: ['outpaced', 'succeeded'],
  },
  'a restart after content': {
    emulators: { a: { faults: ['disconnect-after-text'] }, b: {} },
    chain: { midStream: 'restart' },
    mode: 'events',
    outcomes: ['failed', 'succeeded'],
    events: ['understudy.reset'],
  },
  'no success': {
    emulators: { a: { faults: ['invalid-key'] }, b: { faults: ['invalid-key'] } },
    outcomes: ['failed', 'failed'],
  },
};

describe('one entry of the attempt log is one span, or one event if the target was skipped', () => {
  it.each(Object.entries(cases))('%s', async (_, { outcomes, mode, events = [], ...options }) => {
    await using fixture = await OtelFixture.start(options);
    const chat = fixture.ask();
    await read(chat, mode);
    expect(chat.attempts.map(({ outcome }) => outcome)).toEqual(outcomes);
    expectOneSpanPerEntry(chat.attempts);
    expect(sdk.spans.chats.flatMap((span) => eventNames(span))).toEqual(events);
  });

  it('a skip', async () => {
    await using fixture = await OtelFixture.start({ emulators: { a: {}, b: {} } });
    fixture.understudy.isolate({ provider: 'a', model: 'gpt-5-mini' });
    const chat = fixture.ask();
    await read(chat);
    expect(chat.attempts.map(({ outcome }) => outcome)).toEqual(['skipped', 'succeeded']);
    expectOneSpanPerEntry(chat.attempts);
    expect(sdk.spans.chats[0]?.events).toMatchObject([
      { attributes: { 'understudy.provider': 'a', 'error.type': 'circuit-open' } },
    ]);
  });

  it('an abort by a signal, a cancel and a break', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { a: { faults: [{ kind: 'stall-after-text', times: 'always' }] } },
    });
    for (const end of ['signal', 'cancel', 'break'] as const) {
      sdk.spans.ended.length = 0;
      sdk.spans.started = 0;
      const controller = new AbortController();
      const chat = fixture.ask({}, controller.signal);
      for await (const { type } of chat) {
        if (type !== 'text-delta') continue;
        if (end === 'break') break;
        if (end === 'signal') controller.abort();
        else await chat.cancel();
        await expect(chat.response()).rejects.toBeDefined();
        break;
      }
      expect(chat.attempts).toMatchObject([{ outcome: 'aborted' }]);
      expectOneSpanPerEntry(chat.attempts);
      const [span] = sdk.spans.chats;
      expect(span?.status.code).toBe(SpanStatusCode.UNSET);
      expect(span?.attributes).toMatchObject({ 'understudy.outcome': 'aborted' });
    }
  });
});

describe('the span of a chat', () => {
  it('has the requested model, the settings, the chain, the response and the token counts', async () => {
    await using fixture = await OtelFixture.start({ emulators: { openai: {} } });
    const chat = fixture.ask({ temperature: 0.5, maxOutputTokens: 99, seed: 7 });
    const { id, model, usage } = await chat.response();
    const [span] = sdk.spans.chats;
    expect(span).toMatchObject({ name: 'chat support', kind: SpanKind.INTERNAL });
    expect(span?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'support',
      'gen_ai.request.stream': false,
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.max_tokens': 99,
      'gen_ai.request.seed': 7,
      'gen_ai.output.type': 'text',
      'gen_ai.response.id': id,
      'gen_ai.response.model': model,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': usage?.inputTokens,
      'gen_ai.usage.output_tokens': usage?.outputTokens,
      'gen_ai.usage.cache_read.input_tokens': usage?.cachedInputTokens,
      'gen_ai.usage.reasoning.output_tokens': usage?.reasoningTokens,
      'understudy.outcome': 'succeeded',
      'understudy.chain': 'support',
      'understudy.attempts': 1,
    });
    expect(sdk.spans.attempts[0]?.attributes).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.response.id': id,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.input_tokens': usage?.inputTokens,
    });
  });

  it('is an error only if the caller received one', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { a: { faults: ['overloaded', { kind: 'invalid-key', times: 'always' }] }, b: {} },
    });
    await fixture.ask().text();
    const { spans } = sdk;
    expect(spans.chats.map(({ status }) => status.code)).toEqual([SpanStatusCode.UNSET]);
    const codes = spans.attempts.map(({ status }) => status.code);
    expect(codes).toEqual([SpanStatusCode.ERROR, SpanStatusCode.UNSET]);
    await read(fixture.ask({ model: modelRef('a/gpt-5-mini') }));
    const failed = spans.chats.at(-1);
    expect(failed?.status.code).toBe(SpanStatusCode.ERROR);
    expect(failed?.attributes['error.type']).toBe('authentication-failed');
    expect(failed?.attributes['understudy.chain']).toBeUndefined();
  });

  it('has the phase of a timeout', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { a: { faults: [{ kind: 'stall-before-headers', times: 'always' }] } },
      chain: { timeouts: { headersMs: 30 }, retry: { maxRetries: 0 } },
    });
    await read(fixture.ask());
    expect(sdk.spans.attempts[0]?.attributes).toMatchObject({
      'error.type': 'timeout',
      'understudy.phase': 'headers',
    });
  });

  it('is a child of the current span', async () => {
    await using fixture = await OtelFixture.start({ emulators: { a: {} } });
    const parent = trace.getTracer('app').startSpan('request');
    await context.with(trace.setSpan(context.active(), parent), () => fixture.ask().text());
    const [span] = sdk.spans.chats;
    expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
  });

  it('does not exist for a chat that is never read', async () => {
    await using fixture = await OtelFixture.start({ emulators: { a: {} } });
    fixture.ask();
    const canceled = fixture.ask();
    await canceled.cancel();
    expect(sdk.spans.started).toBe(0);
  });

  it('ends with the runtime for a chat whose reader stopped without canceling it', async () => {
    await using fixture = await OtelFixture.start({
      emulators: { a: { faults: ['stall-after-text'] } },
    });
    const iterator = fixture.ask()[Symbol.asyncIterator]();
    await iterator.next();
    expect(sdk.spans.ended).toEqual([]);
    await fixture.understudy.close();
    expect(sdk.spans.ended).toHaveLength(2);
    expect(sdk.spans.started).toBe(2);
  });

  it('names the event of a wait with its duration', async () => {
    await using fixture = await OtelFixture.start({ emulators: { a: { faults: ['overloaded'] } } });
    await fixture.ask().text();
    const [wait] = sdk.spans.chats[0]?.events ?? [];
    expect(wait).toMatchObject({
      name: 'understudy.wait',
      attributes: { 'understudy.provider': 'a', 'gen_ai.request.model': 'gpt-5-mini' },
    });
    expect(wait?.attributes?.['understudy.delay_ms']).toBeGreaterThan(0);
  });
});

describe('the span of an attempt', () => {
  it('is the current span while its provider runs', async () => {
    const seen: (string | undefined)[] = [];
    const look = (): void => void seen.push(trace.getActiveSpan()?.spanContext().spanId);
    const provider = defineProvider({
      id: 'traced',
      models: [{ id: 'model' }],
      create: () => ({
        async *chat() {
          look();
          if (seen.length === 1) throw new ProviderError({ code: 'server-error', message: 'no' });
          yield { type: 'text-delta', text: 'yes' };
          look();
          yield { type: 'finish', reason: 'stop' };
        },
      }),
    });
    await using understudy = createUnderstudy({
      providers: [provider],
      retry: { initialDelayMs: 1 },
      ports: { telemetry: createOtelTelemetry() },
    });
    const messages = [{ role: 'user', content: 'Hi' }] as const;
    await understudy.chat({ model: 'traced/model', messages }).text();
    const [first, second] = sdk.spans.attempts.map((span) => span.spanContext().spanId);
    expect(seen).toEqual([first, second, second]);
    expect(new Set(seen).size).toBe(2);
  });

  it('uses the names of the chosen conventions', async () => {
    for (const [conventions, name] of [
      ['1.41', 'gen_ai.usage.cache_creation.input_tokens'],
      ['genai-0.1', 'gen_ai.usage.cache_write.input_tokens'],
    ] as const) {
      await using fixture = await OtelFixture.start({
        otel: { conventions },
        emulators: { a: {} },
      });
      const { telemetry } = fixture;
      const chatId = 'chat';
      const usage = { inputTokens: 9, outputTokens: 2, cacheWriteTokens: 5 };
      const facts = { messages: 1, tools: 0, images: 0, files: 0, stream: true, json: true };
      telemetry.emit({ type: 'chat-start', chatId, model: 'support', facts });
      telemetry.emit({
        type: 'chat-end',
        chatId,
        outcome: 'succeeded',
        chain: undefined,
        provider: 'a',
        model: 'm',
        usage,
        totalUsage: usage,
        response: { id: undefined, model: 'm' },
        finishReason: 'tool-calls',
        error: undefined,
      });
      expect(sdk.spans.chats.at(-1)?.attributes).toMatchObject({
        [name]: 5,
        'gen_ai.output.type': 'json',
        'gen_ai.request.stream': true,
        'gen_ai.response.finish_reasons': ['tool_call'],
      });
    }
  });
});
