import type { MeterProvider, TracerProvider } from '@opentelemetry/api';
import { invalidType, readBooleanInput, readEnum, readFields } from '@understudy/core/internal';
import type { Reader } from '@understudy/core/internal';

import type { ConventionsVersion } from './conventions.ts';

/** The options of `createOtelTelemetry()`. */
export interface OtelOptions {
  /** The version of the semantic conventions for generative AI. @defaultValue '1.41' */
  readonly conventions?: ConventionsVersion | undefined;
  /** Whether spans contain prompts and response text. @defaultValue false */
  readonly content?: boolean | undefined;
  /** Whether requests to vendors have the header `traceparent`. @defaultValue false */
  readonly propagate?: boolean | undefined;
  /** Whether `runInbound()` continues the traces of clients. @defaultValue false */
  readonly inbound?: boolean | undefined;
  /** Creates the spans. @defaultValue the provider that is registered with the API */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Creates the instruments of the metrics. @defaultValue the provider that is registered with the API */
  readonly meterProvider?: MeterProvider | undefined;
}

/** The options of `createGatewayMetrics()`. */
export type GatewayMetricsOptions = Pick<OtelOptions, 'meterProvider'>;

/** The providers of the options. A missing one is looked up in the API. */
export type Providers = Pick<OtelOptions, 'tracerProvider' | 'meterProvider'>;

type Settings = Omit<OtelOptions, keyof Providers>;

/** Options with defaults. */
export type CheckedOptions = Providers & {
  readonly [Name in keyof Settings]-?: Exclude<Settings[Name], undefined>;
};

const readMeterProvider = readProvider<MeterProvider>('getMeter');

const readGiven = readFields<OtelOptions>({
  conventions: readEnum<ConventionsVersion>('1.41', 'genai-0.1'),
  content: readBooleanInput,
  propagate: readBooleanInput,
  inbound: readBooleanInput,
  tracerProvider: readProvider<TracerProvider>('getTracer'),
  meterProvider: readMeterProvider,
});

const readGatewayMetrics = readFields<GatewayMetricsOptions>({ meterProvider: readMeterProvider });

/** @throws ConfigurationError with the path of the option that is not valid */
export function readOptions(options: OtelOptions): CheckedOptions {
  const {
    conventions = '1.41',
    content = false,
    propagate = false,
    inbound = false,
    ...providers
  } = readGiven(options, 'options');
  return { conventions, content, propagate, inbound, ...providers };
}

/** @throws ConfigurationError with the path of the option that is not valid */
export function readGatewayMetricsOptions(options: GatewayMetricsOptions): GatewayMetricsOptions {
  return readGatewayMetrics(options, 'options');
}

function readProvider<Provider extends object>(method: keyof Provider & string): Reader<Provider> {
  const isProvider = (value: unknown): value is Provider =>
    typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';
  return (value, path) => {
    if (isProvider(value)) return value;
    throw invalidType(path, `an object with ${method}()`, value);
  };
}
