import type { Attempt } from '../chat/attempt.ts';
import { isUnderstudyError } from '../errors/is-error.ts';
import type { Logger } from '../ports/logger.ts';
import type { AttemptScope, ChatEndTelemetry, Telemetry } from '../ports/telemetry.ts';
import { toChatFacts } from '../request/chat-facts.ts';
import type { CheckedCall } from '../request/read-call.ts';
import type { CollectedResponse } from '../stream/chat-collector.ts';
import { sumUsage } from '../stream/sum-usage.ts';
import { toAttemptError } from './attempt-errors.ts';

/** Reports every chat and attempt to telemetry. Logs one line per chat in which an attempt failed. */
export class AttemptReporter {
  readonly #telemetry: Telemetry;
  readonly #logger: Logger;
  /** Whether the app runs attempts in the context of a tracer. */
  readonly traces: boolean;

  constructor(telemetry: Telemetry, logger: Logger) {
    this.#telemetry = telemetry;
    this.traces = telemetry.within !== undefined;
    this.#logger = logger;
  }

  /** @param stream - whether the caller reads the response while it arrives */
  chatStarted(chatId: string, { model, content }: CheckedCall, stream: boolean): void {
    if (!this.#telemetry.enabled) return;
    const facts = toChatFacts(content, stream);
    const reference = typeof model === 'string' ? model : undefined;
    this.#telemetry.emit({ type: 'chat-start', chatId, model: reference, facts });
  }

  attemptStarted(chatId: string, attempt: Attempt): void {
    if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'attempt-start', chatId, attempt });
  }

  attemptEnded(chatId: string, attempt: Attempt): void {
    if (this.#telemetry.enabled) this.#telemetry.emit({ type: 'attempt-end', chatId, attempt });
  }

  /** Runs a part of an attempt in the context of the app's tracer. */
  within<Value>(scope: AttemptScope, work: () => Promise<Value>): Promise<Value> {
    return this.#telemetry.within ? this.#telemetry.within(scope, work) : work();
  }

  chatSucceeded(chatId: string, response: CollectedResponse): void {
    const { attempts, usage, totalUsage, finishReason } = response;
    this.#warnAboutFailures(attempts);
    if (!this.#telemetry.enabled) return;
    const target = toTarget(attempts);
    const counts = { usage, totalUsage, finishReason } as const;
    const end = { outcome: 'succeeded', error: undefined } as const;
    this.#telemetry.emit({ type: 'chat-end', chatId, ...target, ...counts, ...end });
  }

  chatFailed(chatId: string, attempts: readonly Attempt[], error: unknown): void {
    if (!isUnderstudyError(error)) return;
    this.#logger.error(`${error.code}: ${error.message}`);
    if (!this.#telemetry.enabled) return;
    const end = { outcome: 'failed', error: toAttemptError(error) } as const;
    this.#telemetry.emit({ ...unfinished(chatId, attempts), ...end });
  }

  chatAborted(chatId: string, attempts: readonly Attempt[]): void {
    if (!this.#telemetry.enabled) return;
    const end = { outcome: 'aborted', error: undefined } as const;
    this.#telemetry.emit({ ...unfinished(chatId, attempts), ...end });
  }

  #warnAboutFailures(attempts: readonly Attempt[]): void {
    const failed = attempts.filter(({ outcome }) => outcome === 'failed');
    const last = attempts.at(-1);
    if (failed.length === 0 || !last) return;
    const codes = failed.map(
      ({ provider, model, error }) => `${provider}/${model} ${error?.code ?? ''}`,
    );
    this.#logger.warn(`${last.provider}/${last.model} responded after ${codes.join(', ')}`);
  }
}

function unfinished(
  chatId: string,
  attempts: readonly Attempt[],
): Omit<ChatEndTelemetry, 'outcome' | 'error'> {
  return {
    type: 'chat-end',
    chatId,
    ...toTarget(attempts),
    usage: undefined,
    totalUsage: sumUsage(attempts),
    finishReason: undefined,
  };
}

function toTarget(attempts: readonly Attempt[]): {
  readonly provider: string | undefined;
  readonly model: string | undefined;
} {
  const { provider, model } = attempts.at(-1) ?? {};
  return { provider, model };
}
