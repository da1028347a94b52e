import type { IncomingMessage, ServerResponse } from 'node:http';

import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Telemetry } from '@understudy/core';
import type { GatewayOptions, RequestLogEntry } from '@understudy/gateway';
import type { ReloadResult } from '@understudy/gateway/config';
import type { GatewayMetrics } from '@understudy/otel';
import { createGatewayMetrics, createOtelTelemetry } from '@understudy/otel';

import type { CliPorts } from '../cli-ports.ts';

/** The metrics of `understudy serve`, which `GET /metrics` shows in the format of Prometheus. */
export class ServeMetrics implements AsyncDisposable {
  readonly #exporter = new PrometheusExporter({ preventServerStart: true });
  readonly #provider: MeterProvider;
  readonly #gateway: GatewayMetrics;
  /** Records the metrics of chats and attempts. */
  readonly telemetry: Telemetry;

  /** @param env - with the name of the service in `OTEL_SERVICE_NAME`, which is `understudy` by default */
  constructor({ OTEL_SERVICE_NAME: name }: CliPorts['env']) {
    const service = resourceFromAttributes({ 'service.name': name || 'understudy' });
    this.#provider = new MeterProvider({
      resource: defaultResource().merge(service),
      readers: [this.#exporter],
    });
    this.#gateway = createGatewayMetrics({ meterProvider: this.#provider });
    this.telemetry = createOtelTelemetry({ meterProvider: this.#provider });
  }

  readonly respond = (request: IncomingMessage, response: ServerResponse): void =>
    this.#exporter.getMetricsRequestHandler(request, response);

  /** Counts a request that was rejected before any attempt. */
  request({ error, attempts }: RequestLogEntry): void {
    if (error === undefined || error === 'aborted' || attempts.length > 0) return;
    this.#gateway.requestRejected(error);
  }

  readonly stream: GatewayOptions['onStream'] = (change) => {
    if (change === 'opened') this.#gateway.streamOpened();
    else this.#gateway.streamClosed();
  };

  reload({ outcome }: ReloadResult): void {
    this.#gateway.configReloaded(outcome === 'failed' ? 'failed' : 'succeeded');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#provider.shutdown();
  }
}
