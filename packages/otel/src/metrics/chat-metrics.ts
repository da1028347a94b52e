import type { Attributes, Counter, Histogram, Meter, UpDownCounter } from '@opentelemetry/api';
import type {
  AttemptEndTelemetry,
  AttemptStartTelemetry,
  BreakerTelemetry,
  ChatEndTelemetry,
  TargetId,
  Usage,
} from '@understudy/core';

import type { ChatTimer } from '../chat-timer.ts';
import type { Conventions } from '../conventions.ts';
import { attributes, metrics, operation, unknownModel } from '../conventions.ts';
import { toProviderName } from '../provider-name.ts';
import { createTokenRecorder } from './token-metrics.ts';

/** The boundaries of the semantic conventions for durations, in seconds. */
const durationBoundaries = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];
const overheadBoundaries = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 1];

/**
 * Records metrics. Their attributes are ids of providers, listed models, chains and codes: nothing that only a request
 * or a response names. There are few of them, because the SDK sorts and serializes the attributes of each record.
 */
export class ChatMetrics {
  readonly #duration: Histogram;
  readonly #firstChunk: Histogram;
  readonly #recordTokens: (usage: Usage, target: Attributes) => void;
  readonly #attempts: Counter;
  readonly #chatDuration: Histogram;
  readonly #chatsInFlight: UpDownCounter;
  readonly #chatOverhead: Histogram;
  readonly #transitions: Counter;
  readonly #breakersOpen: UpDownCounter;
  /** The targets with listed models. */
  readonly #listed = new Set<string>();
  /** The attributes of the targets whose circuit breaker is open or isolated, with which they are counted. */
  readonly #open = new Map<string, Attributes>();

  constructor(meter: Meter, conventions: Conventions) {
    const createHistogram = (name: string, description: string, boundaries: number[]): Histogram =>
      meter.createHistogram(name, {
        description,
        unit: 's',
        advice: { explicitBucketBoundaries: boundaries },
      });
    this.#duration = createHistogram(
      conventions.operationDuration,
      'Duration of an attempt.',
      durationBoundaries,
    );
    this.#firstChunk = createHistogram(
      conventions.timeToFirstChunk,
      'Time from the start of an attempt to its first content.',
      durationBoundaries,
    );
    this.#recordTokens = createTokenRecorder(meter, conventions.tokens);
    this.#attempts = meter.createCounter(metrics.attempts, {
      description: 'Attempts and skipped targets.',
      unit: '{attempt}',
    });
    this.#chatDuration = createHistogram(
      metrics.chatDuration,
      'Duration of a chat with all its attempts and waits.',
      durationBoundaries,
    );
    this.#chatsInFlight = meter.createUpDownCounter(metrics.chatsInFlight, {
      description: 'Chats that have started and not ended.',
      unit: '{chat}',
    });
    this.#chatOverhead = createHistogram(
      metrics.chatOverhead,
      'Duration of a chat without its attempts and waits.',
      overheadBoundaries,
    );
    this.#transitions = meter.createCounter(metrics.breakerTransitions, {
      description: 'State changes of circuit breakers.',
      unit: '{transition}',
    });
    this.#breakersOpen = meter.createUpDownCounter(metrics.breakersOpen, {
      description: 'Circuit breakers that are open or isolated.',
      unit: '{breaker}',
    });
  }

  chatStarted(): void {
    this.#chatsInFlight.add(1);
  }

  chatEnded({ outcome, error, chain }: ChatEndTelemetry, timer: ChatTimer): void {
    const ended: Attributes = { [attributes.outcome]: outcome };
    if (error) ended[attributes.errorType] = error.code;
    if (chain !== undefined) ended[attributes.chain] = chain;
    const { duration, overhead } = timer.read();
    this.#chatsInFlight.add(-1);
    this.#chatDuration.record(duration, ended);
    this.#chatOverhead.record(overhead);
  }

  attemptStarted({ attempt, listed }: AttemptStartTelemetry): void {
    if (listed) this.#listed.add(toKey(attempt));
  }

  attemptEnded({ attempt }: AttemptEndTelemetry): void {
    const { outcome, error, next, totalMs = 0, firstContentMs, usage } = attempt;
    const ended: Attributes = { [attributes.outcome]: outcome };
    if (error) ended[attributes.errorType] = error.code;
    if (next) ended[attributes.next] = next.kind;
    this.#attempts.add(1, ended);
    if (outcome === 'skipped') return;
    const target = this.#toTarget(attempt);
    if (firstContentMs !== undefined) this.#firstChunk.record(firstContentMs / 1000, target);
    if (usage) this.#recordTokens(usage, target);
    const failed = error && { ...target, [attributes.errorType]: error.code };
    this.#duration.record(totalMs / 1000, failed ?? target);
  }

  breakerChanged({ state, ...id }: BreakerTelemetry): void {
    const target = this.#toTarget(id);
    this.#transitions.add(1, { ...target, [attributes.state]: state });
    const key = toKey(id);
    const counted = this.#open.get(key);
    const isOpen = state === 'open' || state === 'isolated';
    if (isOpen && !counted) {
      this.#open.set(key, target);
      this.#breakersOpen.add(1, target);
    }
    if (!isOpen && counted) {
      this.#open.delete(key);
      this.#breakersOpen.add(-1, counted);
    }
  }

  #toTarget(target: TargetId): Attributes {
    const { provider, model } = target;
    return {
      [attributes.operationName]: operation,
      [attributes.providerName]: toProviderName(provider),
      [attributes.requestModel]: this.#listed.has(toKey(target)) ? model : unknownModel,
    };
  }
}

function toKey({ provider, model }: TargetId): string {
  return `${provider}/${model}`;
}
