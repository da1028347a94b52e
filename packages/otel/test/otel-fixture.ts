import { context, metrics, trace } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan, Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import { createUnderstudy, modelRef } from '@understudy/core';
import type {
  ChainOptions,
  ChatRequest,
  ChatStream,
  Understudy,
  UnderstudyOptions,
} from '@understudy/core';
import { startOpenAiEmulator } from '@understudy/emulator';
import type { OpenAiEmulator, OpenAiEmulatorOptions } from '@understudy/emulator';
import { openai } from '@understudy/provider-openai';

import { createOtelTelemetry } from '../src/index.ts';
import type { OtelOptions, OtelTelemetry } from '../src/index.ts';

/** Keeps the spans that have ended. */
export class MemorySpans implements SpanProcessor {
  readonly ended: ReadableSpan[] = [];
  started = 0;

  onStart(): void {
    this.started += 1;
  }

  onEnd(span: ReadableSpan): void {
    this.ended.push(span);
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}

  /** The spans of chats. */
  get chats(): readonly ReadableSpan[] {
    return this.ended.filter((span) => !isAttempt(span));
  }

  /** The spans of attempts, in the order of the attempt log. */
  get attempts(): readonly ReadableSpan[] {
    const number = (span: ReadableSpan): number => Number(span.attributes['understudy.attempt']);
    return this.ended.filter((span) => isAttempt(span)).toSorted((a, b) => number(a) - number(b));
  }
}

function isAttempt({ attributes }: ReadableSpan): boolean {
  return 'understudy.attempt' in attributes;
}

class ManualReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}

export interface MetricPoint {
  readonly name: string;
  readonly attributes: Attributes;
  /** The value of a sum, or the number of records of a histogram. */
  readonly value: number;
  /** The sum of the records of a histogram. */
  readonly sum?: number | undefined;
}

/** Providers in memory. */
export class MemoryProviders {
  readonly spans: MemorySpans = new MemorySpans();
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  readonly #reader = new ManualReader();

  constructor({ sampler }: { readonly sampler?: Sampler } = {}) {
    const spanProcessors = [this.spans];
    this.tracerProvider = new TracerProvider({ spanProcessors, ...(sampler && { sampler }) });
    this.meterProvider = new MeterProvider({ readers: [this.#reader] });
  }

  async points(): Promise<readonly MetricPoint[]> {
    const { resourceMetrics, errors } = await this.#reader.collect();
    if (errors.length > 0) throw new AggregateError(errors);
    return resourceMetrics.scopeMetrics.flatMap((scope) =>
      scope.metrics.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }) => ({
          name: descriptor.name,
          attributes,
          ...(typeof value === 'number' ? { value } : { value: value.count, sum: value.sum }),
        })),
      ),
    );
  }

  async pointsOf(name: string): Promise<readonly MetricPoint[]> {
    return (await this.points()).filter((point) => point.name === name);
  }
}

/** An SDK in memory, registered with the API until it is disposed. */
export class MemorySdk extends MemoryProviders implements Disposable {
  constructor(options: { readonly sampler?: Sampler } = {}) {
    super(options);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(this.tracerProvider);
    metrics.setGlobalMeterProvider(this.meterProvider);
  }

  [Symbol.dispose](): void {
    trace.disable();
    metrics.disable();
    context.disable();
  }
}

export interface OtelFixtureOptions {
  readonly otel?: OtelOptions;
  /** The emulators of the providers, by id. */
  readonly emulators: Readonly<Record<string, OpenAiEmulatorOptions>>;
  /** Options of the chain `support`, which contains the model `gpt-5-mini` of each provider. */
  readonly chain?: Partial<ChainOptions>;
  readonly breaker?: UnderstudyOptions['breaker'];
}

export const question = 'Name a color, canary prompt 77e0';
export const responseText = 'Teal, canary response 08aa.';
export const apiKey = 'sk-canary-4eC39HqLyjWD';

/** Emulators, and a runtime with a chain of their providers and the telemetry of this package. */
export class OtelFixture implements AsyncDisposable {
  readonly understudy: Understudy;
  readonly telemetry: OtelTelemetry;
  readonly emulators: Readonly<Record<string, OpenAiEmulator>>;

  private constructor(
    emulators: Readonly<Record<string, OpenAiEmulator>>,
    { otel, chain, breaker }: OtelFixtureOptions,
  ) {
    this.emulators = emulators;
    this.telemetry = createOtelTelemetry(otel);
    const ids = Object.keys(emulators);
    const options: UnderstudyOptions = {
      providers: ids.map((id) => openai({ id, apiKey, baseUrl: emulators[id]?.baseUrl })),
      chains: { support: { targets: ids.map((id) => modelRef(`${id}/gpt-5-mini`)), ...chain } },
      retry: { initialDelayMs: 20 },
      breaker,
      ports: { telemetry: this.telemetry },
    };
    this.understudy = createUnderstudy(options);
  }

  static async start(options: OtelFixtureOptions): Promise<OtelFixture> {
    const rules = [{ when: question, response: responseText }];
    const entries = Object.entries(options.emulators).map(
      async ([id, emulator]) => [id, await startOpenAiEmulator({ rules, ...emulator })] as const,
    );
    return new OtelFixture(Object.fromEntries(await Promise.all(entries)), options);
  }

  ask(request: Partial<ChatRequest> = {}, signal?: AbortSignal): ChatStream {
    const messages = [{ role: 'user', content: question }] as const;
    return this.understudy.chat({ model: 'support', messages, ...request }, { signal });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.understudy.close();
    await Promise.all(Object.values(this.emulators).map((emulator) => emulator.close()));
  }
}
