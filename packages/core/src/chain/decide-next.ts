import type { ErrorRule } from '../errors/error-codes.ts';
import type { RetryPolicy } from '../registry/chain-definition.ts';
import { backoffMs } from './backoff.ts';
import type { SkipReason } from './find-skip-reason.ts';

/** What is known of one target of a chat. */
export interface TargetFacts {
  /** How often it was tried. */
  readonly attempts: number;
  /** The table's row for how its last try ended. */
  readonly rule: ErrorRule | undefined;
  /** When the vendor wants to be asked again, where it said so. */
  readonly notBefore: number | undefined;
  readonly skipReason: SkipReason | undefined;
  /** The window of its model, in tokens. */
  readonly contextTokens: number | undefined;
}

/** What is known of one chat. Times are of the monotonic clock. */
export interface ChainFacts {
  readonly targets: readonly TargetFacts[];
  /** Which target was tried last; undefined before the first try. */
  readonly last: number | undefined;
  /** How many requests for an answer were made. */
  readonly requests: number;
  readonly maxAttempts: number;
  readonly now: number;
  readonly deadlineAt: number;
  readonly retry: RetryPolicy;
  /** Whether the runtime's retry budget has something left. */
  readonly budget: boolean;
  /** The largest window that was too small for the conversation; 0 where none was. */
  readonly exceededContextTokens: number;
  /** From 0 up to 1, for the jitter. */
  readonly random: number;
}

/** What comes next. */
export type Decision =
  | {
      readonly type: 'attempt';
      readonly target: number;
      readonly kind: 'first' | 'fallback' | 'retry';
      readonly delayMs: number;
    }
  | { readonly type: 'stop'; readonly reason: 'final' | 'ceiling' | 'exhausted' };

interface Candidate {
  readonly target: number;
  readonly attempts: number;
  readonly at: number;
}

/**
 * What a chat does next. A target that was not tried yet and is ready goes first, at once, in the
 * order of the chain. Only when there is none does the chat wait: for a target that was blocked, or
 * to try one again; whichever was tried least, then whichever is ready first.
 */
export function decideNext(facts: ChainFacts): Decision {
  const { targets, last, now } = facts;
  const ended = last === undefined ? undefined : targets[last];
  if (ended?.rule && isFinal(ended.rule)) return { type: 'stop', reason: 'final' };
  if (facts.requests >= facts.maxAttempts) return { type: 'stop', reason: 'ceiling' };
  const best = bestCandidate(facts, ended);
  if (!best) return { type: 'stop', reason: 'exhausted' };
  const kind = best.attempts > 0 ? 'retry' : last === undefined ? 'first' : 'fallback';
  return { type: 'attempt', target: best.target, kind, delayMs: Math.max(0, best.at - now) };
}

function isFinal({ retry, fallback }: ErrorRule): boolean {
  const stays = retry === 'no' || retry === 'never';
  return retry === 'never' || (stays && (fallback === 'no' || fallback === 'opt-in'));
}

/** Of all targets that may be tried: the one tried least, then the one ready first, then the first. */
function bestCandidate(facts: ChainFacts, ended: TargetFacts | undefined): Candidate | undefined {
  let best: Candidate | undefined;
  for (const [index, target] of facts.targets.entries()) {
    if (index !== facts.last && !mayFallBack(ended)) continue;
    const at = readyAt(target, facts);
    if (at === undefined) continue;
    const { attempts } = target;
    if (!best || attempts < best.attempts || (attempts === best.attempts && at < best.at)) {
      best = { target: index, attempts, at };
    }
  }
  return best;
}

/** When a target may be tried; undefined where not within the longest wait and before the deadline. */
function readyAt(target: TargetFacts, facts: ChainFacts): number | undefined {
  const { now, deadlineAt, retry } = facts;
  if (isTooSmall(target, facts)) return undefined;
  const at = target.attempts === 0 ? firstTryAt(target, now) : nextTryAt(target, facts);
  if (at === undefined || at >= deadlineAt) return undefined;
  const told = Math.max(target.notBefore ?? 0, target.skipReason?.retryAt ?? 0);
  return told - now > retry.maxWaitMs ? undefined : at;
}

function mayFallBack(ended: TargetFacts | undefined): boolean {
  const fallback = ended?.rule?.fallback ?? 'yes';
  return fallback === 'yes' || fallback === 'larger-window';
}

/** A window of unknown size can't be relied upon where one was too small. */
function isTooSmall(
  { contextTokens = 0 }: TargetFacts,
  { exceededContextTokens }: ChainFacts,
): boolean {
  return exceededContextTokens > 0 && contextTokens <= exceededContextTokens;
}

function firstTryAt({ skipReason }: TargetFacts, now: number): number | undefined {
  return skipReason ? skipReason.retryAt : now;
}

/** When a target may be tried again; never before its vendor said. */
function nextTryAt(target: TargetFacts, facts: ChainFacts): number | undefined {
  const { attempts, rule, notBefore, skipReason } = target;
  const retries = attempts - 1;
  const limit =
    rule?.retry === 'once' ? Math.min(1, facts.retry.maxRetries) : facts.retry.maxRetries;
  if (!rule || !facts.budget || retries >= limit) return undefined;
  if (rule.retry === 'no' || rule.retry === 'never') return undefined;
  if (rule.retry === 'with-retry-after' && notBefore === undefined) return undefined;
  if (skipReason && skipReason.retryAt === undefined) return undefined;
  const drawn = facts.now + backoffMs(retries, facts.random, facts.retry);
  return Math.max(drawn, notBefore ?? 0, skipReason?.retryAt ?? 0);
}
