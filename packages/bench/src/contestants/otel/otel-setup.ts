/** How a process uses OpenTelemetry. The first one is the reference. */
export const otelSetups = [
  'no subscriber',
  'without an SDK',
  'not sampled',
  'sampled',
  'metrics',
  'sampled, metrics',
] as const;

export type OtelSetup = (typeof otelSetups)[number];
