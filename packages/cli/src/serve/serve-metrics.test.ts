import { once } from 'node:events';
import { createServer } from 'node:http';

import { metrics as api } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { afterEach, expect, it } from 'vitest';

import { ServeMetrics } from './serve-metrics.ts';

afterEach(() => api.disable());

/** Returns the body of `GET /metrics`. */
async function readMetrics(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  await using metrics = new ServeMetrics(env);
  metrics.stream?.('opened');
  const server = createServer((request, response) => metrics.respond(request, response));
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  } finally {
    server.close();
  }
}

it.each([
  [{}, 'understudy'],
  [{ OTEL_SERVICE_NAME: '' }, 'understudy'],
  [{ OTEL_SERVICE_NAME: 'gateway-eu' }, 'gateway-eu'],
])('names the service with %j', async (env, name) => {
  const text = await readMetrics(env);
  expect(text).toMatch(/^target_info\{.*\} 1$/m);
  expect(text).toContain(`service_name="${name}"`);
  expect(text).not.toContain('unknown_service');
});

it('records without the registered meter provider of the process, and leaves it registered', async () => {
  const registered = new MeterProvider();
  api.setGlobalMeterProvider(registered);
  {
    await using metrics = new ServeMetrics({});
    expect(metrics.telemetry.enabled).toBe(true);
    expect(api.getMeterProvider()).toBe(registered);
  }
  expect(api.getMeterProvider()).toBe(registered);
});

it('records without a registered meter provider', async () => {
  const before = api.getMeterProvider();
  await using metrics = new ServeMetrics({});
  expect(metrics.telemetry.enabled).toBe(true);
  expect(api.getMeterProvider()).toBe(before);
});
