import { context, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import type { AttemptScope, ContentTelemetry, Telemetry, TelemetryEvent } from '@understudy/core';

import { ChatRecorder } from './chat-recorder.ts';
import { conventions } from './conventions.ts';
import type { Conventions } from './conventions.ts';
import { guard, runWith } from './guard.ts';
import type { CheckedOptions, OtelOptions, Providers } from './options.ts';
import { readOptions } from './options.ts';
import { Sdk } from './sdk.ts';
import { ChatSpans } from './spans/chat-spans.ts';
import type { SpanServices } from './spans/chat-spans.ts';
import { SpanModels } from './spans/span-models.ts';
import { addRemoteSpan, encodeTraceparent } from './trace-headers.ts';
import type { InboundHeaders } from './trace-headers.ts';

/** A `Telemetry` that creates spans and metrics of OpenTelemetry. Its methods do not throw. */
export interface OtelTelemetry extends Telemetry {
  /**
   * Runs work for an incoming request. Chats that it starts continue the trace of the header `traceparent`, if the
   * option `inbound` is set and the header is valid. Returns the result of the work. Needs the context manager of the
   * SDK.
   *
   * @param headers - names in lower case
   */
  runInbound<Value>(headers: InboundHeaders, work: () => Value): Value;
}

/** A chat that has started and not ended. */
interface OpenChat {
  readonly spans: ChatSpans | undefined;
  readonly recorder: ChatRecorder | undefined;
}

/**
 * Creates a telemetry port for `createUnderstudy({ ports: { telemetry } })`.
 *
 * It uses the providers of the options. A missing one is that of the SDK that the app registers with
 * `@opentelemetry/api`, before or after this call. Without an SDK it creates nothing. An error of the SDK is reported
 * to `diag` of the API and does not affect a chat.
 *
 * @throws ConfigurationError `invalid-configuration` for an unknown option or an invalid value
 */
export function createOtelTelemetry(options: OtelOptions = {}): OtelTelemetry {
  const checked = readOptions(options);
  const recorder = new TelemetryRecorder(conventions[checked.conventions], checked);
  return {
    get enabled() {
      return recorder.enabled;
    },
    emit: (event) => recorder.emit(event),
    within: (attempt, work) => recorder.within(attempt, work),
    runInbound: (headers, work) => runInbound(checked, headers, work),
    ...(checked.content && {
      emitContent: (content) => guard(() => recorder.addContent(content), undefined),
    }),
    ...(checked.propagate && {
      requestHeaders: (attempt) => guard(() => recorder.requestHeaders(attempt), {}),
    }),
  };
}

class TelemetryRecorder {
  readonly #services: SpanServices;
  readonly #sdk: Sdk;
  readonly #chats = new Map<string, OpenChat>();

  constructor(names: Conventions, providers: Providers) {
    this.#services = { conventions: names, models: new SpanModels() };
    this.#sdk = new Sdk(names, providers);
  }

  get enabled(): boolean {
    // Chats that started with an SDK are recorded to their end.
    if (this.#chats.size > 0) return true;
    return guard(() => this.#sdk.isRegistered, false);
  }

  emit(event: TelemetryEvent): void {
    if (event.type === 'breaker') {
      guard(() => this.#sdk.metrics?.breakerChanged(event), undefined);
      return;
    }
    if (event.type === 'chat-start') {
      const tracer = guard(() => this.#sdk.tracer, undefined);
      const metrics = guard(() => this.#sdk.metrics, undefined);
      const start = (): ChatSpans | undefined =>
        tracer && new ChatSpans(tracer, this.#services, event);
      const spans = guard(start, undefined);
      const recorder = metrics && new ChatRecorder(metrics);
      this.#chats.set(event.chatId, { spans, recorder });
      if (recorder) guard(() => recorder.start(), undefined);
      return;
    }
    const chat = this.#chats.get(event.chatId);
    if (!chat) return;
    if (event.type === 'chat-end') this.#chats.delete(event.chatId);
    const { spans, recorder } = chat;
    // Separately, so that an error of the SDK for spans does not affect metrics.
    if (spans) guard(() => spans.record(event), undefined);
    if (recorder) guard(() => recorder.record(event), undefined);
  }

  addContent(content: ContentTelemetry): void {
    this.#chats.get(content.chatId)?.spans?.addContent(content);
  }

  within<Value>(scope: AttemptScope, work: () => Promise<Value>): Promise<Value> {
    const active = this.#contextOf(scope);
    return active ? runWith(active, work) : work();
  }

  requestHeaders(scope: AttemptScope): Readonly<Record<string, string>> {
    const active = this.#contextOf(scope);
    const span = active && trace.getSpanContext(active);
    return span ? { traceparent: encodeTraceparent(span) } : {};
  }

  #contextOf({ chatId, attemptNumber }: AttemptScope): Context | undefined {
    return this.#chats.get(chatId)?.spans?.contextOf(attemptNumber);
  }
}

function runInbound<Value>(
  { inbound }: CheckedOptions,
  headers: InboundHeaders,
  work: () => Value,
): Value {
  if (!inbound) return work();
  const active = context.active();
  const remote = addRemoteSpan(active, headers);
  return remote === active ? work() : runWith(remote, work);
}
