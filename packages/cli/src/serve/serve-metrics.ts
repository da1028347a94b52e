import type { IncomingMessage, ServerResponse } from 'node:http';

import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Telemetry } from '@understudy/core';
import type { GatewayOptions, RequestLogEntry } from '@understudy/gateway';
import type { ReloadResult } from '@understudy/gateway/config';
import type { GatewayMetrics } from '@understudy/otel';
import { createGatewayMetrics, createOtelTelemetry } from '@understudy/otel';

/** The metrics of `understudy serve`, which `GET /metrics` shows in the format of Prometheus. */
export class ServeMetrics implements AsyncDisposable {
  readonly #exporter = new PrometheusExporter({ preventServerStart: true });
  readonly #provider = new MeterProvider({ readers: [this.#exporter] });
  readonly #gateway: GatewayMetrics;
  /** Records the metrics of chats and attempts. */
  readonly telemetry: Telemetry;

  constructor() {
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
