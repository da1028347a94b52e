import { createServer } from 'node:http';

import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { expect, it } from 'vitest';

import { createGatewayMetrics } from '../src/index.ts';
import { OtelFixture, question } from './otel-fixture.ts';

it('metrics are served at /metrics by the exporter for Prometheus', async () => {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  metrics.setGlobalMeterProvider(provider);
  const server = createServer((request, response) =>
    exporter.getMetricsRequestHandler(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await using fixture = await OtelFixture.start({ emulators: { openai: {} } });
    await fixture.ask().text();
    createGatewayMetrics().requestRejected('rate-limited');
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('expected an address');
    const response = await fetch(`http://127.0.0.1:${address.port}/metrics`);
    const page = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(page).toMatch(/gen_ai_client_operation_duration_count\{[^}]*gpt-5-mini[^}]*\} 1/);
    expect(page).toMatch(/understudy_attempts_total\{[^}]*succeeded[^}]*\} 1/);
    expect(page).toMatch(/understudy_gateway_rejections_total\{[^}]*rate-limited[^}]*\} 1/);
    expect(page).not.toContain(question);
  } finally {
    metrics.disable();
    await provider.shutdown();
    server.closeAllConnections();
    server.close();
  }
});
