import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { trace } from '@opentelemetry/api';
import { AlwaysOffSampler } from '@opentelemetry/sdk-trace';
import { createGateway } from '@understudy/gateway';
import { afterEach, describe, expect, it } from 'vitest';

import type { InboundHeaders } from '../src/index.ts';
import { MemorySdk, OtelFixture } from './otel-fixture.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

let sdk: MemorySdk | undefined;

function startSdk(...options: ConstructorParameters<typeof MemorySdk>): MemorySdk {
  sdk = new MemorySdk(...options);
  return sdk;
}

afterEach(() => sdk?.[Symbol.dispose]());

describe('propagate', () => {
  it('sends the span of the attempt with each request', async () => {
    const { spans } = startSdk();
    await using fixture = await OtelFixture.start({
      otel: { propagate: true },
      emulators: { a: { faults: ['overloaded'] } },
    });
    await fixture.ask().text();
    const sent = fixture.emulators['a']?.requests.map(({ headers }) => headers['traceparent']);
    expect(sent).toHaveLength(2);
    expect(sent).toEqual(
      spans.attempts
        .map((span) => span.spanContext())
        .map((span) => `00-${span.traceId}-${span.spanId}-01`),
    );
  });

  it('sends that the trace is not sampled', async () => {
    startSdk({ sampler: new AlwaysOffSampler() });
    await using fixture = await OtelFixture.start({
      otel: { propagate: true },
      emulators: { a: {} },
    });
    await fixture.ask().text();
    const [request] = fixture.emulators['a']?.requests ?? [];
    expect(request?.headers['traceparent']).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
  });

  it('sends nothing without the option, and nothing without an SDK', async () => {
    for (const propagate of [false, true]) {
      if (!propagate) startSdk();
      await using fixture = await OtelFixture.start({ otel: { propagate }, emulators: { a: {} } });
      await fixture.ask().text();
      const [request] = fixture.emulators['a']?.requests ?? [];
      expect(request?.headers).not.toHaveProperty('traceparent');
      sdk?.[Symbol.dispose]();
    }
  });
});

describe('inbound', () => {
  async function traceOf(inbound: boolean, headers: InboundHeaders): Promise<string | undefined> {
    const { spans } = startSdk();
    await using fixture = await OtelFixture.start({ otel: { inbound }, emulators: { a: {} } });
    const text = await fixture.telemetry.runInbound(headers, async () => fixture.ask().text());
    expect(text).toContain('Teal');
    const [span] = spans.chats;
    expect(spans.attempts[0]?.spanContext().traceId).toBe(span?.spanContext().traceId);
    sdk?.[Symbol.dispose]();
    return span?.spanContext().traceId;
  }

  it('continues the trace of the client', async () => {
    expect(await traceOf(true, { traceparent })).toBe(traceId);
    expect(await traceOf(true, { traceparent: `cc-${traceId}-b7ad6b7169203331-01-more` })).toBe(
      traceId,
    );
  });

  it.each([
    undefined,
    '',
    'canary',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `ff-${traceId}-b7ad6b7169203331-01`,
    `${traceparent}-more`,
    traceparent.toUpperCase(),
    [traceparent, traceparent],
  ])('starts a trace for the header %j', async (header) => {
    expect(await traceOf(true, { traceparent: header })).not.toBe(traceId);
  });

  it('starts a trace without the option', async () => {
    expect(await traceOf(false, { traceparent })).not.toBe(traceId);
  });

  it('continues the trace of a client of a gateway', async () => {
    const { spans } = startSdk();
    await using fixture = await OtelFixture.start({
      otel: { inbound: true },
      emulators: { a: {} },
    });
    await using gateway = createGateway({ understudy: fixture.understudy });
    const { telemetry } = fixture;
    const server = createServer(
      (request, response) =>
        void telemetry.runInbound(request.headers, () => gateway.handler(request, response)),
    );
    await using _ = server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port }: AddressInfo = Object(server.address());
    const messages = [{ role: 'user', content: 'Hi' }];
    for (const stream of [true, false]) {
      const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, {
        method: 'POST',
        headers: { traceparent, 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ model: 'support', messages, stream }),
      });
      await response.text();
    }
    expect(spans.ended.map((span) => span.spanContext().traceId)).toEqual(
      Array.from({ length: 4 }, () => traceId),
    );
  });

  it('passes on the result and the error of the work', async () => {
    startSdk();
    await using fixture = await OtelFixture.start({
      otel: { inbound: true },
      emulators: { a: {} },
    });
    const { telemetry } = fixture;
    expect(
      telemetry.runInbound({ traceparent }, () => trace.getActiveSpan()?.spanContext()),
    ).toEqual({
      traceId,
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
      isRemote: true,
    });
    const error = new Error('the work');
    let calls = 0;
    const fail = (): never => {
      calls += 1;
      throw error;
    };
    expect(() => telemetry.runInbound({ traceparent }, fail)).toThrow(error);
    expect(calls).toBe(1);
  });
});
