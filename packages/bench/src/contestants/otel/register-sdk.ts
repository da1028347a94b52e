import { context, metrics, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { AlwaysOffSampler, AlwaysOnSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import type { SpanProcessor } from '@opentelemetry/sdk-trace';

import type { OtelSetup } from './otel-setup.ts';

/** Drops spans, because the cost of an exporter is not measured. Without a processor, the SDK would not record them. */
const dropSpans: SpanProcessor = {
  onStart: () => {},
  onEnd: () => {},
  forceFlush: async () => {},
  shutdown: async () => {},
};

class IdleReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}

/** Registers the SDK of this process. */
export function registerSdk(setup: OtelSetup): void {
  switch (setup) {
    case 'no subscriber':
    case 'without an SDK':
      return;
    case 'not sampled':
      registerTraces(new AlwaysOffSampler());
      return;
    case 'sampled':
      registerTraces(new AlwaysOnSampler());
      return;
    case 'metrics':
      registerMetrics();
      return;
    case 'sampled, metrics':
      registerTraces(new AlwaysOnSampler());
      registerMetrics();
  }
}

function registerTraces(sampler: AlwaysOffSampler | AlwaysOnSampler): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(new TracerProvider({ sampler, spanProcessors: [dropSpans] }));
}

export function registerMetrics(): void {
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [new IdleReader()] }));
}
