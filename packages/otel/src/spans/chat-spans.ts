import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, Span, Tracer } from '@opentelemetry/api';
import type {
  AttemptOutcome,
  AttemptEndTelemetry,
  AttemptStartTelemetry,
  ChatEndTelemetry,
  ChatFacts,
  ChatResetTelemetry,
  ChatStartTelemetry,
  ChatWaitTelemetry,
  ContentTelemetry,
} from '@understudy/core';

import type { ChatProgress } from '../chat-recorder.ts';
import type { Conventions } from '../conventions.ts';
import { attributes, events, operation } from '../conventions.ts';
import { encodeInputMessages, encodeOutputMessages } from './content.ts';
import {
  setAttempt,
  setChat,
  setSettings,
  toAttemptAttributes,
  toChatAttributes,
} from './span-attributes.ts';
import type { SpanModels } from './span-models.ts';

/** The span of an attempt, and the context in which it is the current span. */
interface AttemptSpan {
  readonly span: Span;
  readonly context: Context;
}

/** What the spans of all chats have in common. */
export interface SpanServices {
  readonly conventions: Conventions;
  readonly models: SpanModels;
}

/** The span of a chat and the spans of its attempts. */
export class ChatSpans {
  readonly #tracer: Tracer;
  readonly #conventions: Conventions;
  readonly #models: SpanModels;
  readonly #facts: ChatFacts;
  readonly #span: Span;
  readonly #context: Context;
  readonly #attempts = new Map<number, AttemptSpan>();
  #started = 0;

  /** Starts the span of the chat as a child of the current span. */
  constructor(tracer: Tracer, { conventions, models }: SpanServices, event: ChatStartTelemetry) {
    this.#tracer = tracer;
    this.#conventions = conventions;
    this.#models = models;
    this.#facts = event.facts;
    const parent = context.active();
    const model = event.model === undefined ? undefined : models.nameOf(event.model);
    const options = { kind: SpanKind.INTERNAL, attributes: toChatAttributes(model) };
    this.#span = tracer.startSpan(toName(model), options, parent);
    if (this.#span.isRecording()) setSettings(this.#span, event.facts);
    this.#context = trace.setSpan(parent, this.#span);
  }

  record(event: ChatProgress): void {
    switch (event.type) {
      case 'attempt-start':
        this.#startAttempt(event);
        return;
      case 'attempt-end':
        this.#endAttempt(event);
        return;
      case 'chat-wait':
        this.#addWait(event);
        return;
      case 'chat-reset':
        this.#addReset(event);
        return;
      case 'chat-end':
        this.#end(event);
    }
  }

  #startAttempt(event: AttemptStartTelemetry): void {
    const { attempt, listed } = event;
    const { number, provider } = attempt;
    const model = listed ? attempt.model : this.#models.nameOf(attempt.model);
    const options = { kind: SpanKind.CLIENT, attributes: toAttemptAttributes(provider, model) };
    const span = this.#tracer.startSpan(toName(model), options, this.#context);
    if (span.isRecording()) setSettings(span, this.#facts);
    this.#attempts.set(number, { span, context: trace.setSpan(this.#context, span) });
    this.#started += 1;
  }

  #endAttempt(event: AttemptEndTelemetry): void {
    const { number, outcome } = event.attempt;
    if (outcome === 'skipped') {
      this.#addSkip(event);
      return;
    }
    const open = this.#attempts.get(number);
    if (!open) return;
    this.#attempts.delete(number);
    const { span } = open;
    if (span.isRecording()) setAttempt(span, event, this.#conventions);
    endSpan(span, outcome);
  }

  #addWait({ provider, model, waitedMs }: ChatWaitTelemetry): void {
    this.#span.addEvent(events.wait, {
      [attributes.provider]: provider,
      [attributes.requestModel]: this.#models.nameOf(model),
      [attributes.delayMs]: waitedMs,
    });
  }

  #addReset({ attemptNumber, reason }: ChatResetTelemetry): void {
    this.#span.addEvent(events.reset, {
      [attributes.attempt]: attemptNumber,
      [attributes.errorType]: reason,
    });
  }

  addContent(content: ContentTelemetry): void {
    if (!this.#span.isRecording()) return;
    if (content.type === 'response') {
      this.#span.setAttribute(attributes.outputMessages, encodeOutputMessages(content.response));
      return;
    }
    const { messages, stop } = content.request;
    this.#span.setAttribute(attributes.inputMessages, encodeInputMessages(messages));
    if (stop) this.#span.setAttribute(attributes.stopSequences, [...stop]);
  }

  /** Returns the context of an attempt that is running. */
  contextOf(attemptNumber: number): Context | undefined {
    return this.#attempts.get(attemptNumber)?.context;
  }

  /** Ends all spans. */
  #end(event: ChatEndTelemetry): void {
    for (const { span } of this.#attempts.values()) span.end();
    const span = this.#span;
    if (span.isRecording()) setChat(span, event, this.#started, this.#conventions);
    endSpan(span, event.outcome);
  }

  #addSkip({ attempt: { number, provider, model, error } }: AttemptEndTelemetry): void {
    this.#span.addEvent(events.skip, {
      [attributes.attempt]: number,
      [attributes.provider]: provider,
      [attributes.requestModel]: this.#models.nameOf(model),
      [attributes.errorType]: error?.code,
    });
  }
}

function toName(model: string | undefined): string {
  return model === undefined ? operation : `${operation} ${model}`;
}

function endSpan(span: Span, outcome: AttemptOutcome): void {
  if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
