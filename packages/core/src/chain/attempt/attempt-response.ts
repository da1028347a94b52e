import type { Attempt } from '../../chat/attempt.ts';
import type { ProviderBatch } from '../../chat/chat-event.ts';
import type { FinishReason } from '../../chat/finish-reason.ts';
import type { TargetId } from '../../health/target-health.ts';
import type { ResponseIdentity } from '../../ports/telemetry.ts';
import type { CollectedResponse, ResponseReport } from '../../stream/chat-collector.ts';
import { ChatCollector } from '../../stream/chat-collector.ts';
import type { CommitRule } from '../../stream/commit-point.ts';
import { CommitPoint, responseTooLarge } from '../../stream/commit-point.ts';
import { sumUsage } from '../../stream/sum-usage.ts';
import { emptyError } from './attempt-errors.ts';

/** The response of one attempt: what has arrived, and what is held back from the caller. */
export class AttemptResponse {
  readonly collector: ChatCollector;
  readonly #commit: CommitPoint;
  readonly #maxBytes: number;

  /** @param maxBytes - how much a response may have, as measured by `sizeOf` */
  constructor(target: TargetId, commit: CommitRule, maxBytes: number) {
    this.collector = new ChatCollector(target);
    this.#commit = new CommitPoint(commit, maxBytes);
    this.#maxBytes = maxBytes;
  }

  /** Whether content has arrived, passed on or not. */
  get foundContent(): boolean {
    return this.#commit.foundContent;
  }

  /** Whether output belongs to the caller. */
  get committed(): boolean {
    return this.#commit.committed;
  }

  get identity(): ResponseIdentity | undefined {
    return this.collector.identity;
  }

  get report(): ResponseReport {
    return this.collector.report;
  }

  /**
   * Adds events. Returns what is passed on now.
   *
   * @throws ProviderError `response-too-large`
   */
  add(batch: ProviderBatch): ProviderBatch {
    // First, so that the log entry has what arrives with the event that fails the attempt.
    this.collector.add(batch);
    const ready = this.#commit.pass(batch);
    if (this.collector.size > this.#maxBytes) throw responseTooLarge(this.#maxBytes);
    return ready;
  }

  /** Commits and returns the last events that are passed on. */
  release(ready: ProviderBatch): ProviderBatch {
    return this.committed ? ready : [...ready, ...this.#commit.release()];
  }

  /** @throws ProviderError `empty-response` or `content-filtered` */
  assertNotEmpty(reason: FinishReason | undefined, acceptsEmpty: boolean): void {
    if (reason === undefined || reason === 'length' || this.collector.hasOutput) return;
    // A vendor can pause a response before its first content.
    if (reason === 'other' && this.collector.canContinue) return;
    if (acceptsEmpty && reason !== 'content-filter') return;
    throw emptyError(reason, this.foundContent);
  }

  /** Returns the complete response while its attempt is running. Only the other attempts are in its log. */
  unlogged(attempts: readonly Attempt[], requests: number): CollectedResponse {
    const ended = attempts.filter(({ outcome }) => outcome !== 'running');
    const { usage } = this.report;
    const totalUsage = sumUsage([...ended, { requests, usage }]);
    return { ...this.collector.response(ended), totalUsage };
  }
}
