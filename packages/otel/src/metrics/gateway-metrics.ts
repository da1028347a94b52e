import { metrics as api } from '@opentelemetry/api';

import { attributes, metrics, scopeName } from '../conventions.ts';
import { readGatewayMetricsOptions } from '../options.ts';
import type { GatewayMetricsOptions } from '../options.ts';

/** Records metrics of a gateway. Its methods do not throw. */
export interface GatewayMetrics {
  /** @param code - the error code of the rejection, never text of a request */
  requestRejected(code: string): void;
  streamOpened(): void;
  streamClosed(): void;
  /** @param outcome - `failed` if the last configuration stays in use */
  configReloaded(outcome: 'succeeded' | 'failed'): void;
}

/**
 * Creates the instruments of a gateway: `understudy.gateway.rejections`, `understudy.gateway.open_streams` and
 * `understudy.config.reloads`. Without the option `meterProvider`, call it after the SDK is registered.
 *
 * @throws ConfigurationError `invalid-configuration` for an unknown option or an invalid value
 */
export function createGatewayMetrics(options: GatewayMetricsOptions = {}): GatewayMetrics {
  const { meterProvider = api.getMeterProvider() } = readGatewayMetricsOptions(options);
  const meter = meterProvider.getMeter(scopeName);
  const rejections = meter.createCounter(metrics.gatewayRejections, {
    description: 'Requests that the gateway rejected.',
    unit: '{request}',
  });
  const openStreams = meter.createUpDownCounter(metrics.gatewayOpenStreams, {
    description: 'Streams that are open.',
    unit: '{stream}',
  });
  const reloads = meter.createCounter(metrics.configReloads, {
    description: 'Reloads of the configuration.',
    unit: '{reload}',
  });
  return {
    requestRejected: (code) => rejections.add(1, { [attributes.code]: code }),
    streamOpened: () => openStreams.add(1),
    streamClosed: () => openStreams.add(-1),
    configReloaded: (outcome) => reloads.add(1, { [attributes.outcome]: outcome }),
  };
}
