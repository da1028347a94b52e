import { createNoopMeter, metrics, trace } from '@opentelemetry/api';
import type { MeterProvider, Tracer, TracerProvider } from '@opentelemetry/api';

import type { Conventions } from './conventions.ts';
import { scopeName } from './conventions.ts';
import { ChatMetrics } from './metrics/chat-metrics.ts';
import type { Providers } from './options.ts';

/**
 * The tracer and the instruments of the providers of the options, or of the SDK that the app has registered with the
 * API. The latter are looked up for each use, because an app can register its SDK after it has created a runtime, and
 * instruments of the API without an SDK stay without effect.
 */
export class Sdk {
  readonly #conventions: Conventions;
  readonly #given: Providers;
  #tracerProvider: TracerProvider | undefined;
  #tracer: Tracer | undefined;
  #meterProvider: MeterProvider | undefined;
  #metrics: ChatMetrics | undefined;

  constructor(conventions: Conventions, given: Providers) {
    this.#conventions = conventions;
    this.#given = given;
  }

  /** Whether there is an SDK for traces or for metrics. */
  get isRegistered(): boolean {
    return this.tracer !== undefined || this.metrics !== undefined;
  }

  /** Undefined without an SDK for traces. */
  get tracer(): Tracer | undefined {
    const provider = this.#given.tracerProvider ?? trace.getTracerProvider();
    if (provider === this.#tracerProvider) return this.#tracer;
    if (!hasDelegate(provider)) return undefined;
    this.#tracerProvider = provider;
    this.#tracer = provider.getTracer(scopeName);
    return this.#tracer;
  }

  /** Undefined without an SDK for metrics. */
  get metrics(): ChatMetrics | undefined {
    const provider = this.#given.meterProvider ?? metrics.getMeterProvider();
    if (provider !== this.#meterProvider) {
      this.#meterProvider = provider;
      const meter = provider.getMeter(scopeName);
      this.#metrics =
        meter === createNoopMeter() ? undefined : new ChatMetrics(meter, this.#conventions);
    }
    return this.#metrics;
  }
}

/** Returns whether a provider creates spans. The API has a provider of its own, which gets an SDK as its delegate. */
function hasDelegate(provider: TracerProvider): boolean {
  const find: unknown = Reflect.get(provider, 'getDelegateTracer');
  return typeof find !== 'function' || Reflect.apply(find, provider, [scopeName]) !== undefined;
}
