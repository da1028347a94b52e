import type { Phase } from '../../chat/attempt.ts';
import type { RetryPolicy } from '../../chat/chat-options.ts';
import type { ErrorCode } from '../../chat/error-code.ts';
import { errorRule } from '../../errors/error-codes.ts';
import type { ErrorRule } from '../../errors/error-rule.ts';
import type { ErrorRuleOverrides } from '../../registry/chain/chain-definition.ts';
import type { Decision, StopReason } from './decision.ts';
import type { SkipReason } from './find-skip-reason.ts';

/** What is known of one target of a chat. */
export interface TargetFacts {
  /** How many attempts were made. */
  readonly attempts: number;
  /** The error rule of the last attempt. */
  readonly rule: ErrorRule | undefined;
  /** The earliest next request that the vendor allows, if it named one. */
  readonly notBefore: number | undefined;
  /** When the delay before a retry started. @defaultValue now */
  readonly delayedAt?: number | undefined;
  readonly skipReason: SkipReason | undefined;
  /** The context window of the model, in tokens. */
  readonly contextTokens: number | undefined;
  /** How many retries are made before the chat continues with another target. */
  readonly retries: number;
  /** Until when the chat waits for this target instead of using another one that is ready. */
  readonly preferredUntil: number;
}

/** What is known of one chat. Times are instants of the monotonic clock. */
export interface ChainFacts {
  readonly targets: readonly TargetFacts[];
  /** The index of the target of the last attempt; undefined before the first. */
  readonly last: number | undefined;
  /** How many requests for a response were made. */
  readonly requests: number;
  readonly maxAttempts: number;
  readonly now: number;
  readonly deadlineAt: number;
  /** Until when the chat may wait for a delay that a vendor requested, a cooldown or a circuit breaker. */
  readonly waitsUntil: number;
  readonly retry: RetryPolicy;
  /** Whether the retry budget of the runtime allows a retry. */
  readonly budget: boolean;
  /** The largest context window that was too small; 0 if none was. */
  readonly exceededContextTokens: number;
  /** From 0 to below 1; decides the jitter. */
  readonly random: number;
}

interface Candidate {
  readonly target: number;
  readonly attempts: number;
  readonly at: number;
}

/**
 * Decides what a chat does next. The last target goes first while it has `retries` left. Then the first target without
 * an attempt that is ready, or that will be within its `maxWaitMs`, in the order of the chain. If there is none, the
 * chat waits for an unavailable target or for a retry: the target with the fewest attempts, then the one that is ready
 * first.
 */
export function decideNext(facts: ChainFacts): Decision {
  const { targets, last } = facts;
  const lastTarget = last === undefined ? undefined : targets[last];
  // Not only that of the last target: a hedged attempt can have failed before it.
  if (targets.some(({ rule }) => rule && isFinal(rule))) return { type: 'stop', reason: 'final' };
  const stop = (reason: StopReason): Decision => ({
    type: 'stop',
    reason: mayFallBack(lastTarget) ? reason : 'final',
  });
  if (facts.requests >= facts.maxAttempts) return stop('max-attempts');
  const best = findRepetition(facts) ?? findBestCandidate(facts, lastTarget);
  if (!best) return stop('exhausted');
  const kind = best.attempts > 0 ? 'retry' : last === undefined ? 'first' : 'fallback';
  return { type: 'attempt', target: best.target, kind, at: best.at };
}

/**
 * Returns the target of one more attempt at the same time: the first one without an attempt that is available and large
 * enough. Undefined if there is none, or if the error of an attempt that has ended allows no other target.
 */
export function findHedgeTarget(
  facts: Pick<ChainFacts, 'targets' | 'exceededContextTokens'>,
): number | undefined {
  if (!facts.targets.every(mayFallBack)) return undefined;
  const index = facts.targets.findIndex(
    (target) => target.attempts === 0 && !target.skipReason && !isTooSmall(target, facts),
  );
  return index < 0 ? undefined : index;
}

/** Whether a chat would start an attempt on a target now if no limit blocked it. If not, it must not join the queue. */
export function canUseQueue(index: number, facts: ChainFacts): boolean {
  const target = facts.targets[index];
  if (target?.skipReason?.isQueueable !== true) return false;
  const targets = facts.targets.with(index, { ...target, skipReason: undefined });
  const decision = decideNext({ ...facts, targets });
  return decision.type === 'attempt' && decision.target === index && decision.at <= facts.now;
}

/**
 * Returns the rule of an error code, changed by what the server requested and then by the chain's own rules. The rule
 * of the deadline cannot be changed.
 *
 * @param shouldRetry - whether the server allowed or forbade a retry, as with `x-should-retry`
 */
export function resolveErrorRule(
  code: ErrorCode,
  phase: Phase | undefined,
  overrides: ErrorRuleOverrides,
  shouldRetry?: boolean,
): ErrorRule {
  const rule = applyRequested(errorRule(code, phase), shouldRetry);
  const override = phase === 'deadline' ? undefined : overrides[code];
  if (!override) return rule;
  return {
    ...rule,
    retry: override.retry ?? rule.retry,
    fallback: override.fallback ?? rule.fallback,
  };
}

/** A server can request only one retry that the error table does not allow. */
function applyRequested(rule: ErrorRule, shouldRetry: boolean | undefined): ErrorRule {
  if (shouldRetry === false) return { ...rule, retry: 'no' };
  return shouldRetry === true && rule.retry === 'no' ? { ...rule, retry: 'once' } : rule;
}

/**
 * Returns the delay before a retry, in milliseconds: exponential with equal jitter (AWS Architecture Blog,
 * "Exponential Backoff And Jitter"). Full jitter could use up all retries of a chat within a short fault.
 *
 * @param retries - how many retries were made before
 * @param random - from 0 to below 1
 */
export function backoffMs(retries: number, random: number, retry: RetryPolicy): number {
  const longest = Math.min(retry.maxDelayMs, retry.initialDelayMs * 2 ** retries);
  return (longest * (1 + random)) / 2;
}

/** Whether nothing follows an error with this rule. */
export function isFinal({ retry, fallback }: ErrorRule): boolean {
  return retry === 'no' && (fallback === 'no' || fallback === 'opt-in');
}

/** Returns the retry of the last target that is made before another target is tried. */
function findRepetition(facts: ChainFacts): Candidate | undefined {
  const { last, now, random, retry } = facts;
  const target = last === undefined ? undefined : facts.targets[last];
  if (last === undefined || !target || target.attempts > target.retries) return undefined;
  const at = readyAt(target, facts);
  const { attempts } = target;
  const delayedUntil = (target.delayedAt ?? now) + backoffMs(attempts - 1, random, retry);
  const latest = Math.max(now, target.preferredUntil, delayedUntil);
  return at === undefined || at > latest ? undefined : { target: last, attempts, at };
}

/**
 * Prefers the first target without an attempt that is worth its wait, then the target with the fewest attempts, then
 * the one that is ready first, then the first.
 */
function findBestCandidate(
  facts: ChainFacts,
  lastTarget: TargetFacts | undefined,
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const [index, target] of facts.targets.entries()) {
    if (index !== facts.last && !mayFallBack(lastTarget)) continue;
    const at = readyAt(target, facts);
    if (at === undefined) continue;
    const { attempts } = target;
    if (attempts === 0 && at <= Math.max(facts.now, target.preferredUntil)) {
      return { target: index, attempts, at };
    }
    if (!best || attempts < best.attempts || (attempts === best.attempts && at < best.at)) {
      best = { target: index, attempts, at };
    }
  }
  return best;
}

/** When a target may be tried; undefined if not before the latest wait and the deadline. */
function readyAt(target: TargetFacts, facts: ChainFacts): number | undefined {
  const { now, deadlineAt } = facts;
  if (isTooSmall(target, facts)) return undefined;
  const at = target.attempts === 0 ? firstAttemptAt(target, now) : nextAttemptAt(target, facts);
  if (at === undefined || at >= deadlineAt) return undefined;
  const requested = Math.max(target.notBefore ?? 0, target.skipReason?.retryAt ?? 0);
  return requested > Math.max(facts.waitsUntil, target.preferredUntil) ? undefined : at;
}

/** Whether the error of the last attempt at a target allows another target. */
function mayFallBack(target: Pick<TargetFacts, 'rule'> | undefined): boolean {
  const fallback = target?.rule?.fallback ?? 'yes';
  return fallback === 'yes' || fallback === 'larger-window';
}

/** After an overflow, a target with a window of unknown size is tried. */
function isTooSmall(
  { contextTokens = Number.POSITIVE_INFINITY }: TargetFacts,
  { exceededContextTokens }: Pick<ChainFacts, 'exceededContextTokens'>,
): boolean {
  return contextTokens <= exceededContextTokens;
}

function firstAttemptAt({ skipReason }: TargetFacts, now: number): number | undefined {
  return skipReason ? skipReason.retryAt : now;
}

/** When a target may be retried; never before its vendor allows it. */
function nextAttemptAt(target: TargetFacts, facts: ChainFacts): number | undefined {
  const { attempts, rule, notBefore, skipReason } = target;
  const retries = attempts - 1;
  const maxRetries = Math.max(target.retries, facts.retry.maxRetries);
  const limit = rule?.retry === 'once' ? Math.min(1, maxRetries) : maxRetries;
  if (!rule || !facts.budget || retries >= limit) return undefined;
  if (rule.retry === 'no') return undefined;
  if (skipReason && skipReason.retryAt === undefined) return undefined;
  const startsAt = target.delayedAt ?? facts.now;
  const backoffAt = startsAt + backoffMs(retries, facts.random, facts.retry);
  const dueAt = Math.max(facts.now, backoffAt, notBefore ?? 0);
  // A retry joins the queue when it is due.
  const isDelayed = skipReason?.isQueueable === true && dueAt > facts.now;
  return isDelayed ? dueAt : Math.max(dueAt, skipReason?.retryAt ?? 0);
}
