import { context, diag, metrics, trace } from '@opentelemetry/api';
import type { ContextManager, Meter, Span, Tracer } from '@opentelemetry/api';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { isConfigurationError } from '@understudy/core';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { createGatewayMetrics, createOtelTelemetry } from '../src/index.ts';
import { MemorySdk, OtelFixture } from './otel-fixture.ts';

afterEach(() => {
  diag.disable();
  trace.disable();
  metrics.disable();
  context.disable();
});

function fail(): never {
  throw new Error('the SDK');
}

/** An object whose methods throw. */
function broken(): Tracer & Span & Meter & ContextManager {
  return new Proxy(Object.create(null), {
    get: (_, name) => (name === 'then' ? undefined : fail),
  });
}

/** Chats that succeed, fail, wait, restart and are canceled. */
async function expectUnaffected(): Promise<void> {
  const otel = { content: true, propagate: true, inbound: true };
  await using fixture = await OtelFixture.start({
    otel,
    emulators: { a: { faults: ['overloaded', 'disconnect-after-text'] }, b: {} },
    chain: { midStream: 'restart' },
  });
  expect(await fixture.ask().text()).toContain('Teal');
  const events = await Array.fromAsync(fixture.ask());
  expect(events.at(-1)).toMatchObject({ type: 'attempt-end', outcome: 'succeeded' });
  const canceled = fixture.ask();
  const response = canceled.response();
  await canceled.cancel();
  await expect(response).rejects.toBeDefined();
}

/** A processor that fails, as that of an exporter could. */
const brokenProcessor: SpanProcessor = {
  onStart: fail,
  onEnd: fail,
  forceFlush: async () => {},
  shutdown: async () => {},
};

/** Fails when a span ends. */
const failsAtEnd: SpanProcessor = { ...brokenProcessor, onStart: () => {} };

const sdks: Readonly<Record<string, () => void>> = {
  'a tracer provider': () => {
    trace.setGlobalTracerProvider({ getTracer: fail });
  },
  'a tracer': () => {
    trace.setGlobalTracerProvider({ getTracer: () => broken() });
  },
  'a span': () => {
    const tracer = { startSpan: () => broken(), startActiveSpan: fail };
    trace.setGlobalTracerProvider({ getTracer: () => tracer });
  },
  'a span processor': () => {
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [brokenProcessor] }));
  },
  'a span processor at the end': () => {
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [failsAtEnd] }));
  },
  'a meter provider': () => {
    metrics.setGlobalMeterProvider({ getMeter: fail });
  },
  'a meter provider besides a tracer provider': () => {
    trace.setGlobalTracerProvider(new TracerProvider());
    metrics.setGlobalMeterProvider({ getMeter: fail });
  },
  'a meter': () => {
    metrics.setGlobalMeterProvider({ getMeter: () => broken() });
  },
  'an instrument': () => {
    const meter = new Proxy<Meter>(broken(), { get: () => () => broken() });
    metrics.setGlobalMeterProvider({ getMeter: () => meter });
  },
  'a context manager': () => {
    trace.setGlobalTracerProvider(new TracerProvider());
    const manager = broken();
    context.setGlobalContextManager(Object.assign(Object.create(manager), { disable: () => {} }));
  },
  'a logger of the API': () => {
    const ignore = (): void => {};
    diag.setLogger({ verbose: ignore, debug: ignore, info: ignore, warn: ignore, error: fail });
    metrics.setGlobalMeterProvider({ getMeter: fail });
  },
};

describe('an SDK that throws does not affect chats', () => {
  it.each(Object.entries(sdks))('%s', async (_, register) => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    register();
    await expectUnaffected();
    // With which core would report that the telemetry throws.
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('reports the error to the logger of the API', async () => {
    const logged: unknown[] = [];
    const log = (...values: readonly unknown[]): void => void logged.push(...values);
    diag.setLogger({ verbose: log, debug: log, info: log, warn: log, error: log });
    metrics.setGlobalMeterProvider({ getMeter: fail });
    await expectUnaffected();
    expect(logged).toContainEqual(new Error('the SDK'));
  });

  it('records metrics although spans fail', async () => {
    using sdk = new MemorySdk();
    trace.disable();
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [failsAtEnd] }));
    await expectUnaffected();
    const inFlight = await sdk.pointsOf('understudy.chat.in_flight');
    expect(inFlight).toMatchObject([{ value: 0 }]);
  });
});

describe('without an SDK', () => {
  it('telemetry is disabled, so that no events are created', async () => {
    const telemetry = createOtelTelemetry();
    expect(telemetry.enabled).toBe(false);
    await expectUnaffected();
    expect(createOtelTelemetry().enabled).toBe(false);
  });

  it('a chat that started with one ends', async () => {
    const sdk = new MemorySdk();
    await using fixture = await OtelFixture.start({
      emulators: { a: { faults: ['stall-after-text'] } },
    });
    const chat = fixture.ask();
    await chat[Symbol.asyncIterator]().next();
    sdk[Symbol.dispose]();
    await chat.cancel();
    expect(sdk.spans.ended).toHaveLength(2);
    expect(fixture.telemetry.enabled).toBe(false);
  });
});

it('creates spans that are not recorded if the trace is not sampled', async () => {
  using sdk = new MemorySdk({ sampler: new AlwaysOffSampler() });
  await expectUnaffected();
  expect(sdk.spans.started).toBe(0);
});

describe('options', () => {
  it.each([
    [
      { conventions: '1.0' },
      'options.conventions: expected one of 1.41, genai-0.1, received "1.0"',
    ],
    [{ content: 'yes' }, 'options.content: expected true or false, received a string'],
    [{ inbound: null }, 'options.inbound: expected true or false, received null'],
    [{ contents: true }, 'options.contents: expected one of conventions, content'],
    [{ tracerProvider: {} }, 'options.tracerProvider: expected an object with getTracer()'],
    [{ meterProvider: 'any' }, 'options.meterProvider: expected an object with getMeter()'],
    [[true], 'options: expected an object with conventions, content'],
  ])('%j throws', (options, message) => {
    // What JavaScript can pass.
    const untyped: object = options;
    expect(errorOf(() => createOtelTelemetry(untyped))).toContain(message);
  });

  it.each([
    [{ meterProvider: {} }, 'options.meterProvider: expected an object with getMeter()'],
    [{ meter: {} }, 'options.meter: expected one of meterProvider'],
    [metrics.getMeter('any'), 'options: expected an object with meterProvider'],
  ])('of the metrics of a gateway: %j throws', (options, message) => {
    const untyped: object = options;
    expect(errorOf(() => createGatewayMetrics(untyped))).toContain(message);
  });
});

/** Returns the message of a configuration error. */
function errorOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    if (isConfigurationError(error)) return error.message;
    throw error;
  }
  return undefined;
}
