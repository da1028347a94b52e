import { context, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import type { AttemptScope, ContentTelemetry, Telemetry, TelemetryEvent } from '@understudy/core';

import { ChatSpans } from './attempt-spans.ts';
import type { ChatMetrics } from './chat-metrics.ts';
import { ChatTimer } from './chat-timer.ts';
import { conventions } from './conventions.ts';
import type { Conventions } from './conventions.ts';
import { guard, runWith } from './guard.ts';
import type { CheckedOptions, OtelOptions } from './options.ts';
import { readOptions } from './options.ts';
import { Sdk } from './sdk.ts';
import { addRemoteSpan, encodeTraceparent } from './trace-headers.ts';
import type { InboundHeaders } from './trace-headers.ts';

/** A `Telemetry` that creates spans and metrics of OpenTelemetry. Its methods do not throw. */
export interface OtelTelemetry extends Telemetry {
  /**
   * Runs work for an incoming request. Chats that it starts continue the trace of the header `traceparent`, if the option
   * `inbound` is set and the header is valid. Returns the result of the work. Needs the context manager of the SDK.
   *
   * @param headers - names in lower case
   */
  runInbound<Value>(headers: InboundHeaders, work: () => Value): Value;
}

/** A chat that has started and not ended. */
interface OpenChat {
  readonly spans: ChatSpans | undefined;
  readonly metrics: ChatMetrics | undefined;
  readonly timer: ChatTimer;
}

/**
 * Creates a telemetry port for `createUnderstudy({ ports: { telemetry } })`.
 *
 * It uses the SDK that the app registers with `@opentelemetry/api`, before or after this call. Without an SDK it creates
 * nothing. An error of the SDK is reported to `diag` of the API and does not affect a chat.
 *
 * @throws ConfigurationError `invalid-configuration` for an unknown option or an invalid value
 */
export function createOtelTelemetry(options: OtelOptions = {}): OtelTelemetry {
  const checked = readOptions(options);
  const recorder = new TelemetryRecorder(conventions[checked.conventions]);
  return {
    get enabled() {
      return guard(() => recorder.enabled, false);
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
  readonly #conventions: Conventions;
  readonly #sdk: Sdk;
  readonly #chats = new Map<string, OpenChat>();

  constructor(names: Conventions) {
    this.#conventions = names;
    this.#sdk = new Sdk(names);
  }

  get enabled(): boolean {
    // Chats that started with an SDK are recorded to their end.
    if (this.#chats.size > 0) return true;
    return this.#sdk.tracer !== undefined || this.#sdk.metrics !== undefined;
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
        tracer && new ChatSpans(tracer, this.#conventions, event);
      const spans = guard(start, undefined);
      this.#chats.set(event.chatId, { spans, metrics, timer: new ChatTimer() });
      guard(() => metrics?.chatStarted(), undefined);
      return;
    }
    const chat = this.#chats.get(event.chatId);
    if (!chat) return;
    if (event.type === 'chat-end') this.#chats.delete(event.chatId);
    // Separately, so that an error of the SDK for spans does not affect metrics.
    guard(() => recordSpans(event, chat), undefined);
    guard(() => recordMetrics(event, chat), undefined);
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

/** An event of a chat after its start. */
type ChatTelemetry = Exclude<TelemetryEvent, { readonly type: 'breaker' | 'chat-start' }>;

function recordSpans(event: ChatTelemetry, { spans }: OpenChat): void {
  switch (event.type) {
    case 'attempt-start':
      spans?.startAttempt(event);
      return;
    case 'attempt-end':
      spans?.endAttempt(event);
      return;
    case 'chat-wait':
      spans?.addWait(event);
      return;
    case 'chat-reset':
      spans?.addReset(event);
      return;
    case 'chat-end':
      spans?.end(event);
  }
}

function recordMetrics(event: ChatTelemetry, { metrics, timer }: OpenChat): void {
  switch (event.type) {
    case 'attempt-start':
      timer.attemptStarted();
      return;
    case 'attempt-end':
      if (event.attempt.outcome !== 'skipped') timer.attemptEnded();
      metrics?.attemptEnded(event);
      return;
    case 'chat-wait':
      timer.waited(event.waitedMs);
      return;
    case 'chat-reset':
      return;
    case 'chat-end':
      metrics?.chatEnded(event, timer);
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
