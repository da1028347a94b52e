import { metrics as api } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { afterEach, expect, it } from 'vitest';

import { ServeMetrics } from './serve-metrics.ts';

afterEach(() => api.disable());

it('records without the registered meter provider of the process, and leaves it registered', async () => {
  const registered = new MeterProvider();
  api.setGlobalMeterProvider(registered);
  {
    await using metrics = new ServeMetrics();
    expect(metrics.telemetry.enabled).toBe(true);
    expect(api.getMeterProvider()).toBe(registered);
  }
  expect(api.getMeterProvider()).toBe(registered);
});

it('records without a registered meter provider', async () => {
  const before = api.getMeterProvider();
  await using metrics = new ServeMetrics();
  expect(metrics.telemetry.enabled).toBe(true);
  expect(api.getMeterProvider()).toBe(before);
});
