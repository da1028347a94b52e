export { createOtelTelemetry } from './telemetry.ts';
export type { OtelTelemetry } from './telemetry.ts';
export type { GatewayMetricsOptions, OtelOptions } from './options.ts';
export type { ConventionsVersion } from './conventions.ts';
export type { InboundHeaders } from './trace-headers.ts';
export { createGatewayMetrics } from './metrics/gateway-metrics.ts';
export type { GatewayMetrics } from './metrics/gateway-metrics.ts';
