import type { RequestContent } from '../../chat/chat-request.ts';
import type { ErrorRule } from '../../errors/error-rule.ts';
import { isProviderError } from '../../errors/is-error.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { UnderstudyError } from '../../errors/understudy-error.ts';
import type { RetryProbe } from '../../health/breaker/retry-probes.ts';
import type { FailureCause } from '../../health/failure-cause.ts';
import type { CooldownOptions } from '../../health/health-options.ts';
import type { HealthRegistry } from '../../health/health-registry.ts';
import type { Demand, QueueEntry, Slot } from '../../health/limits/limiter.ts';
import type { Permit } from '../../health/permit.ts';
import type { TargetId } from '../../health/target-health.ts';
import type { TargetState, TargetUse } from '../../health/target-state.ts';
import type { PlannedRoute } from '../../registry/route/route.ts';
import type { TargetFacts } from '../decide/decide-next.ts';
import { resolveErrorRule } from '../decide/decide-next.ts';
import type { SkipReason } from '../decide/find-skip-reason.ts';
import { findSkipReason } from '../decide/find-skip-reason.ts';
import { resolveCooldown } from '../decide/resolve-cooldown.ts';
import { createSkipError } from '../decide/skip-error.ts';

/** How long a chat may wait, and for which targets. Times are instants of the monotonic clock. */
export interface Wait {
  readonly now: number;
  readonly deadlineAt: number;
  /** Until when the chat waits for the probe of another chat; undefined if it does not. */
  readonly probeUntil: number | undefined;
  /** Whether no target of the chat is available, so circuit breakers allow probes earlier. */
  readonly isLastResort: boolean;
}

/** What an error means for its target. */
export interface TargetFailure {
  readonly rule: ErrorRule;
  /** Why the target is not available afterwards. Undefined if the error does not affect that. */
  readonly cause: FailureCause | undefined;
}

/** One target of one chat: what it did, and whether it is available. Times are instants of the monotonic clock. */
export class ChainTarget {
  readonly route: PlannedRoute;
  readonly #content: RequestContent;
  readonly #health: HealthRegistry;
  readonly #demand: Demand;
  /** The entry in the queue of the target, until it is the turn of the chat. Then it has the slot. */
  #entry: QueueEntry | undefined;
  #slot: Slot | undefined;
  #attempts = 0;
  #rule: ErrorRule | undefined;
  #notBefore: number | undefined;
  /** When the chat first needed the target, since its last attempt. `maxWaitMs` counts from there. */
  #neededAt: number | undefined;
  /** When the delay before a retry started. Undefined before the first failure. */
  #delayedAt: number | undefined;
  /** The role of a retry of this chat. It does not wait for its own result. */
  #retryProbe: RetryProbe | undefined;
  #skipped = false;
  #replayed = false;

  /** @param tokens - the estimated tokens of request and response */
  constructor(
    route: PlannedRoute,
    { content, tokens }: { readonly content: RequestContent; readonly tokens: number },
    health: HealthRegistry,
  ) {
    this.route = route;
    this.#content = content;
    this.#health = health;
    this.#demand = { limits: route, tokens };
  }

  /** The context window that was too small for the request, in tokens. 0 if it was not, or if its size is not known. */
  get exceededContextTokens(): number {
    return this.#rule?.fallback === 'larger-window' ? (this.route.contextTokens ?? 0) : 0;
  }

  facts({ now, deadlineAt, probeUntil, isLastResort }: Wait): TargetFacts {
    const found = this.#skipReason(now, isLastResort);
    const { contextTokens, retries, maxWaitMs } = this.route;
    const neededAt = this.#neededAt ?? now;
    // Another target needs a part of the time if it is not known when this one is available.
    const isOpenEnd = !isLastResort && canChange(found) && found.retryAt === undefined;
    const longestWaitMs = isOpenEnd ? (deadlineAt - neededAt) / 2 : maxWaitMs;
    const preferredUntil = neededAt + Math.min(maxWaitMs, longestWaitMs);
    const latest = Math.min(preferredUntil, deadlineAt - 1);
    const resultBy = latest > now ? latest : probeUntil;
    const heldUntil = this.#retryResult && probeUntil;
    return {
      attempts: this.#attempts,
      rule: this.#rule,
      notBefore: maxOf(this.#notBefore, heldUntil),
      delayedAt: this.#delayedAt,
      skipReason: canChange(found)
        ? { ...found, retryAt: resolveRetryAt(found.retryAt, resultBy) }
        : found,
      contextTokens,
      retries,
      preferredUntil,
    };
  }

  /** Resolves when the result of the probe that the target waits for is known. Undefined if there is none. */
  probeResult(now: number, isLastResort: boolean): Promise<void> | undefined {
    return this.#skipReason(now, isLastResort)?.probeResult ?? this.#retryResult;
  }

  /** Whether a retry waits for the result of another chat's retry. */
  get isHeld(): boolean {
    return this.#retryResult !== undefined;
  }

  /** Makes the next retry the probe for other chats, if one is needed and there is none. */
  startRetryProbe(): RetryProbe | undefined {
    this.#retryProbe = this.#getOrCreateState().retryProbes.tryStart();
    return this.#retryProbe;
  }

  /** Joins the queue of the target. `onTurn` is called when the chat may start an attempt. */
  joinQueue(onTurn: () => void): void {
    if (this.#entry) return;
    const entry = this.#getOrCreateState().limiter.join(this.#demand, (slot) => {
      this.#entry = undefined;
      this.#slot = slot;
      onTurn();
    });
    if (!this.#slot) this.#entry = entry;
  }

  /** Whether the chat waits in the queue. */
  get isQueued(): boolean {
    return this.#entry !== undefined;
  }

  /** Whether it is the turn of the chat. */
  get hasTurn(): boolean {
    return this.#slot !== undefined;
  }

  leaveQueue(): void {
    this.#entry?.leave();
    this.#slot?.release();
    this.#entry = undefined;
    this.#slot = undefined;
  }

  /** A percentile of the times to first content of the last minute. Undefined if too few are known. */
  firstContentMs(percent: number): number | undefined {
    return this.#findState()?.percentile(percent);
  }

  /** Starts the time that the chat waits for the target, unless it has started. */
  startWait(now: number): void {
    this.#neededAt ??= now;
  }

  /** Starts the delay before a retry now. */
  restartDelay(now: number): void {
    if (this.#delayedAt !== undefined) this.#delayedAt = now;
  }

  /** Returns the right to make an attempt; undefined if the target is not available. */
  tryAcquire(isLastResort: boolean): Permit | undefined {
    const permit = this.#getOrCreateState().tryAcquire(this.#use(isLastResort));
    if (!permit) return undefined;
    this.#slot = undefined;
    this.#attempts += 1;
    return permit;
  }

  get #id(): TargetId {
    const { definition, model } = this.route;
    return { provider: definition.id, model };
  }

  /** Looked up at each use, because the registry forgets idle targets. */
  #findState(): TargetState | undefined {
    return this.#health.find(this.#id);
  }

  #getOrCreateState(): TargetState {
    return this.#health.getOrCreate(this.#id);
  }

  /** Applies the rule of the error of an attempt, and starts the cooldown that it requires. */
  fail(
    error: UnderstudyError,
    permit: Permit,
    { cooldown }: { readonly cooldown: CooldownOptions },
    now: number,
  ): TargetFailure {
    const details: Partial<ProviderError> = isProviderError(error) ? error : {};
    const { phase, retryAfterMs, shouldRetry } = details;
    const rule = resolveErrorRule(error.code, phase, this.route.errorRules, shouldRetry);
    this.#rule = rule;
    this.#neededAt = now;
    this.#delayedAt = now;
    this.#notBefore =
      retryAfterMs === undefined ? undefined : now + Math.min(retryAfterMs, cooldown.maxMs);
    const plan = resolveCooldown(error, rule, cooldown);
    if (!isProviderError(error) || !(plan || rule.countsForBreaker))
      return { rule, cause: undefined };
    const cause = { error: ProviderError.withoutText(error), at: now };
    if (plan) permit.coolDown(plan.scope, plan.ms, cause);
    return { rule, cause };
  }

  /** Does not count an attempt that was ended because another target was faster. */
  uncountAttempt(): void {
    this.#attempts -= 1;
  }

  /** Whether the last attempt may be made again without being counted. True once, unless the request has effects. */
  tryReplay(): boolean {
    if (this.#replayed || this.#content.effects === true) return false;
    this.#replayed = true;
    this.#attempts -= 1;
    return true;
  }

  /** Returns the error of a target that was skipped. Undefined if it was not, or if the error was returned already. */
  takeSkipError(now: number, isLastResort: boolean): ProviderError | undefined {
    if (this.#attempts > 0 || this.#skipped) return undefined;
    const skipReason = this.#skipReason(now, isLastResort);
    if (!skipReason) return undefined;
    this.#skipped = true;
    return createSkipError(this.route, skipReason, now);
  }

  /** Undefined for a first attempt, and unless another chat's retry decides. */
  get #retryResult(): Promise<void> | undefined {
    if (this.#attempts === 0) return undefined;
    return this.#findState()?.retryProbes.probeResult(this.#retryProbe);
  }

  #use(isLastResort: boolean): TargetUse {
    const { isQueued } = this;
    return { demand: this.#demand, slot: this.#slot, isQueued, isLastResort };
  }

  #skipReason(now: number, isLastResort: boolean): SkipReason | undefined {
    const unavailable = this.#health.unavailable(this.#id, this.#use(isLastResort));
    return findSkipReason(this.route, this.#content, { demand: this.#demand, unavailable }, now);
  }
}

/** Whether waiting can help although no time is known. */
function canChange(reason: SkipReason | undefined): reason is SkipReason {
  return reason?.probeResult !== undefined || reason?.isQueueable === true;
}

/**
 * Returns when a chat tries a target whose availability can change: at the end of its wait, or when the target is
 * available, if that is later. Undefined if the chat does not wait.
 */
function resolveRetryAt(
  retryAt: number | undefined,
  waitUntil: number | undefined,
): number | undefined {
  return retryAt === undefined || waitUntil === undefined || retryAt <= waitUntil
    ? waitUntil
    : retryAt;
}

function maxOf(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}
