import type { TelemetryEvent } from '@understudy/core';

import { ChatTimer } from './chat-timer.ts';
import type { ChatMetrics } from './metrics/chat-metrics.ts';

/** An event of a chat after its start. */
export type ChatProgress = Exclude<TelemetryEvent, { readonly type: 'breaker' | 'chat-start' }>;

/** Records the metrics of one chat. */
export class ChatRecorder {
  readonly #metrics: ChatMetrics;
  readonly #timer = new ChatTimer();

  constructor(metrics: ChatMetrics) {
    this.#metrics = metrics;
  }

  start(): void {
    this.#metrics.chatStarted();
  }

  record(event: ChatProgress): void {
    switch (event.type) {
      case 'attempt-start':
        this.#timer.attemptStarted();
        this.#metrics.attemptStarted(event);
        return;
      case 'attempt-end':
        if (event.attempt.outcome !== 'skipped') this.#timer.attemptEnded();
        this.#metrics.attemptEnded(event);
        return;
      case 'chat-wait':
        this.#timer.waited(event.waitedMs);
        return;
      case 'chat-reset':
        return;
      case 'chat-end':
        this.#metrics.chatEnded(event, this.#timer);
    }
  }
}
