import { metrics, trace } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';

import { createGatewayMetrics } from '../src/index.ts';
import { MemoryProviders, MemorySdk, OtelFixture } from './otel-fixture.ts';
import type { OtelFixtureOptions } from './otel-fixture.ts';

/** Runs one chat with these options of the telemetry. Returns the headers of its request. */
async function runChat(
  otel: OtelFixtureOptions['otel'],
): Promise<Readonly<Record<string, string>> | undefined> {
  await using fixture = await OtelFixture.start({ otel: otel ?? {}, emulators: { openai: {} } });
  await fixture.ask().text();
  return fixture.emulators['openai']?.requests[0]?.headers;
}

describe('the providers of the options', () => {
  it('are used instead of the registered ones', async () => {
    using sdk = new MemorySdk();
    const own = new MemoryProviders();
    await runChat({ tracerProvider: own.tracerProvider, meterProvider: own.meterProvider });
    expect(own.spans.ended.map(({ name }) => name)).toEqual(['chat gpt-5-mini', 'chat support']);
    expect(await own.pointsOf('understudy.attempts')).toMatchObject([{ value: 1 }]);
    expect(sdk.spans.started).toBe(0);
    expect(await sdk.points()).toEqual([]);
  });

  it('are used without a registered SDK, and are not registered', async () => {
    const own = new MemoryProviders();
    const { tracerProvider } = own;
    const registered = [trace.getTracerProvider(), metrics.getMeterProvider()];
    const headers = await runChat({ tracerProvider, propagate: true });
    const [attempt] = own.spans.attempts;
    expect(headers?.['traceparent']).toContain(attempt?.spanContext().spanId);
    expect(await own.points()).toEqual([]);
    expect([trace.getTracerProvider(), metrics.getMeterProvider()]).toEqual(registered);
  });

  it('can be only one: the registered one is used besides', async () => {
    using sdk = new MemorySdk();
    const own = new MemoryProviders();
    await runChat({ meterProvider: own.meterProvider });
    expect(sdk.spans.ended).toHaveLength(2);
    expect(await sdk.points()).toEqual([]);
    expect(await own.pointsOf('understudy.attempts')).toMatchObject([{ value: 1 }]);
  });

  it('create the metrics of a gateway', async () => {
    using sdk = new MemorySdk();
    const own = new MemoryProviders();
    createGatewayMetrics({ meterProvider: own.meterProvider }).streamOpened();
    expect(await sdk.points()).toEqual([]);
    expect(await own.pointsOf('understudy.gateway.open_streams')).toMatchObject([{ value: 1 }]);
  });
});
