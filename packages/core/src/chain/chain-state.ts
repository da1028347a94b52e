import type { Attempt } from '../chat/attempt.ts';
import { errorRule } from '../errors/error-codes.ts';
import { isProviderError } from '../errors/is-error.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { HealthRegistry } from '../health/health-registry.ts';
import type { Permit } from '../health/permit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { ChatPolicy } from '../registry/chain/chat-policy.ts';
import type { PlannedRoute } from '../registry/route/route.ts';
import type {
  AttemptEnding,
  AttemptUse,
  FailedEnding,
  FollowingStep,
} from './attempt/attempt-ending.ts';
import { countTokens } from './attempt/attempt-ending.ts';
import { deadlineError } from './attempt/attempt-errors.ts';
import type { ChatCall } from './chat-call.ts';
import { ChatFailures } from './chat-failures.ts';
import { ChatWaits } from './chat-waits.ts';
import type { ChainFacts, TargetFacts } from './decide/decide-next.ts';
import { canUseQueue, decideNext, findHedgeTarget, isFinal } from './decide/decide-next.ts';
import type { AttemptKind, Decision, StopReason } from './decide/decision.ts';
import { isRepetition, isRetry } from './decide/decision.ts';
import type { TokenEstimator } from './estimate-tokens.ts';
import { readEstimate } from './estimate-tokens.ts';
import { HeldRetry } from './held-retry.ts';
import { RequestCount } from './request-count.ts';
import { ChainTargets } from './targets/chain-targets.ts';

export interface ChainServices {
  readonly estimateTokens: TokenEstimator;
  readonly clock: Clock;
  readonly random: Random;
  readonly health: HealthRegistry;
}

/** The state of one chat: what each target did, and what the chat does next. */
export class ChainState {
  readonly policy: ChatPolicy;
  readonly deadlineAt: number;
  readonly #call: ChatCall;
  readonly #services: ChainServices;
  readonly #targets: ChainTargets;
  readonly #requests: RequestCount;
  readonly #failures: ChatFailures;
  readonly #retry: HeldRetry;
  readonly #waits: ChatWaits;
  #decision: Decision | undefined;
  #last: number | undefined;
  /** Whether only the budget prevented a retry at the last decision. */
  #lacksBudget = false;
  /** Decides the delays of retries, from 0 to below 1. Drawn once per delay, so that the end of a delay is fixed. */
  #jitter = 0;

  constructor(
    call: ChatCall,
    routes: readonly PlannedRoute[],
    policy: ChatPolicy,
    services: ChainServices,
  ) {
    this.policy = policy;
    this.#call = call;
    this.#services = services;
    this.deadlineAt = services.clock.now() + (policy.deadlineMs ?? Number.POSITIVE_INFINITY);
    const { content } = call.input;
    const { health } = services;
    const tokens = routes.some(({ tokensPerMinute }) => tokensPerMinute !== undefined)
      ? readEstimate(services.estimateTokens, content)
      : 0;
    this.#targets = new ChainTargets(routes, { content, tokens }, health);
    this.#requests = new RequestCount(policy.maxAttempts);
    this.#failures = new ChatFailures(call.log, this.#targets);
    this.#waits = new ChatWaits(policy.retry.maxWaitMs, this.deadlineAt);
    this.#retry = new HeldRetry(health.budget);
    health.budget.deposit();
  }

  /** How many more requests for a response `maxAttempts` allows, besides those of the attempts in flight. */
  get remainingRequests(): number {
    return this.#requests.remaining;
  }

  /** Time without content after which a hedged attempt starts; undefined if none does. */
  get hedgeDelayMs(): number | undefined {
    const { hedge } = this.policy;
    if (!hedge || this.#targets.count < 2 || this.#call.input.content.effects === true)
      return undefined;
    return (
      hedge.afterMs ?? this.#targets.at(this.#last ?? 0)?.firstContentMs(hedge.percentile ?? 0)
    );
  }

  /** Upper bound of the delay that an error of the chat reports. */
  get maxDelayMs(): number {
    return this.#services.health.options.cooldown.maxMs;
  }

  /** Records a request that an attempt in flight sends again. */
  reserveRequest(): void {
    this.#requests.reserve();
  }

  /** Returns the target of one more attempt at the same time, if the policy and the budget allow one. */
  findHedge(): number | undefined {
    const { maxExtra = 1 } = this.policy.hedge ?? {};
    const isAllowed = this.#requests.active <= maxExtra && this.remainingRequests > 0;
    if (!isAllowed || !this.#services.health.budget.available) return undefined;
    const targets = this.#targetFacts(this.#services.clock.now(), undefined);
    const { exceededContextTokens } = this.#targets;
    return findHedgeTarget({ targets, exceededContextTokens });
  }

  /**
   * Returns what the chat does next: the same until an attempt starts. A retry takes its share of the budget
   * here, so that other chats see what is left.
   */
  decide(): Decision {
    const now = this.#services.clock.now();
    // A retry for which the budget is used up is decided again.
    const mayKeep = !isRetry(this.#decision) || this.#retry.isAllowed;
    const kept = mayKeep ? this.#decision : undefined;
    const decision = kept ?? this.#decideNext(now);
    const retried = isRetry(decision) ? this.#targets.at(decision.target) : undefined;
    if (retried) this.#retry.prepare(retried);
    if (decision.type === 'attempt' && decision.at > now) this.#waits.start(now);
    this.#decision = decision;
    return decision;
  }

  /** Targets that the decision skips, and the one that it waits for, start their `maxWaitMs` now. */
  #decideNext(now: number): Decision {
    const facts = this.#facts(now);
    const decision = decideNext(facts);
    this.#lacksBudget = !facts.budget && isRetry(decideNext({ ...facts, budget: true }));
    if (decision.type === 'stop') return decision;
    this.#targets.startWait(decision.target, now);
    return decision;
  }

  /** Gives back what a retry that was decided holds, while the chat is idle or because the retry is not made. */
  release(): void {
    this.#retry.release();
    this.#targets.leaveQueues();
  }

  /**
   * Joins the queues of the targets that the chat would use if their limits were not reached. Resolves when it is the
   * turn of the chat in one of them, or when the result of the probe that a target waits for is known.
   */
  waitForChange(index: number): Promise<void> | undefined {
    const now = this.#services.clock.now();
    this.#targets.returnTurns();
    const facts = this.#facts(now);
    this.#targets.joinQueues((position) => canUseQueue(position, facts));
    return this.#targets.waitForChange(index, now);
  }

  /** Decides again, because what the decision waited for is known. */
  reconsider(): void {
    this.#decision = undefined;
    if (this.#targets.haveTurn) return;
    // All chats that waited for a probe know its result at the same time. New delays spread their retries.
    const { clock, random } = this.#services;
    this.#jitter = random.next();
    this.#targets.restartDelays(clock.now());
  }

  routeOf(index: number): PlannedRoute | undefined {
    return this.#targets.at(index)?.route;
  }

  /** Starts an attempt at a target; undefined if the target or the time is no longer available. */
  tryAcquire(index: number, kind: AttemptKind): Permit | undefined {
    this.#decision = undefined;
    if (this.#services.clock.now() >= this.deadlineAt) return undefined;
    const takesShare = kind === 'retry' || kind === 'hedge';
    if (takesShare && !this.#retry.tryTake()) return undefined;
    const permit = this.#targets.tryAcquire(index);
    if (!permit) return undefined;
    this.#failures.recordSkips(index, this.#services.clock.now());
    if (takesShare) this.#retry.spend();
    else this.#retry.release();
    this.#targets.leaveQueues();
    this.#requests.start();
    this.#last = index;
    this.#waits.end();
    return permit;
  }

  /** Records the end of an attempt and releases its permit. Call it once. Returns what follows a failure. */
  endAttempt(index: number, permit: Permit, ending: AttemptEnding, use: AttemptUse): FollowingStep {
    // A provider without HTTP that was ended before its first event has sent its request.
    if (use.requests > 0) permit.startRequest();
    this.#requests.end(use.requests, use.reservedRequests);
    if (ending.outcome === 'failed') return this.#recordFailure(index, permit, ending, use);
    if (ending.outcome === 'outpaced') {
      permit.outpaced();
      // The target can be called again if the faster attempt fails.
      this.#targets.at(index)?.uncountAttempt();
    }
    const tokens = countTokens(use.usage);
    permit.release(ending.outcome === 'succeeded' ? 'success' : 'ignored', { tokens });
    return {};
  }

  /** Applies the error rule of a failure, releases the permit and decides. */
  #recordFailure(
    index: number,
    permit: Permit,
    { error, unread }: FailedEnding,
    { usage, committed }: AttemptUse,
  ): FollowingStep {
    const { clock, random, health } = this.#services;
    this.#jitter = random.next();
    this.#failures.add(error);
    const target = this.#targets.at(index);
    const { rule, cause } = target?.fail(error, permit, health.options, clock.now()) ?? {};
    const isLost = isProviderError(error) && error.reusedSocket;
    if (rule && isFinal(rule)) this.#failures.recordFinal(error);
    const counts = rule?.countsForBreaker === true && !unread && !isLost;
    permit.release(counts ? 'failure' : 'ignored', { tokens: countTokens(usage), cause });
    this.#retry.endProbe();
    this.#retry.usesBudget = !isAboutOneRequest(error);
    this.#decision = undefined;
    this.#lacksBudget = false;
    // Another attempt is still in flight.
    if (this.#requests.active > 0) return {};
    if (isLost) this.#decision = this.#decideReplay(index);
    this.#last = index;
    if (committed && !this.#mayRestart) this.#decision = { type: 'stop', reason: 'final' };
    const decision = this.decide();
    const reason: FollowingStep = this.#lacksBudget ? { notRetried: 'retry-budget' } : {};
    if (decision.type === 'stop') return reason;
    const kind = isRepetition(decision.kind) ? 'retry' : 'fallback';
    const delayMs = Math.max(0, Math.ceil(decision.at - clock.now()));
    return { ...reason, next: { kind, delayMs } };
  }

  get #mayRestart(): boolean {
    return this.policy.midStream === 'restart' && this.#call.readMode !== 'text';
  }

  /** The first request that a reused connection lost is sent again at once, and costs neither an attempt nor budget. */
  #decideReplay(index: number): Decision | undefined {
    if (this.#targets.at(index)?.tryReplay() !== true) return undefined;
    this.#requests.takeBack();
    return { type: 'attempt', target: index, kind: 'replay', at: this.#services.clock.now() };
  }

  /** The log entries of targets that were skipped since the last call. */
  takeSkips(): readonly Attempt[] {
    return this.#failures.takeSkips();
  }

  /** Returns the error of a chat that stops. */
  toError(reason: StopReason): UnderstudyError {
    const now = this.#services.clock.now();
    const expired = now >= this.deadlineAt ? this.#deadlineError() : undefined;
    return this.#failures.toError({ reason, now, expired, lacksBudget: this.#lacksBudget });
  }

  #deadlineError(): ProviderError {
    const { definition, model } = this.#targets.at(this.#last ?? 0)?.route ?? {};
    const target = { provider: definition?.id ?? '', model: model ?? '', partialText: '' };
    const error = deadlineError(this.policy.deadlineMs ?? 0);
    return error.withTarget({ ...target, phase: 'deadline' });
  }

  #facts(now: number): ChainFacts {
    return {
      targets: this.#targetFacts(now, this.#waits.probeUntil(now)),
      last: this.#last,
      requests: this.#requests.ended,
      maxAttempts: this.policy.maxAttempts,
      now,
      deadlineAt: this.deadlineAt,
      waitsUntil: this.#waits.latest(now),
      retry: this.policy.retry,
      budget: this.#retry.isAllowed,
      exceededContextTokens: this.#targets.exceededContextTokens,
      random: this.#jitter,
    };
  }

  #targetFacts(now: number, probeUntil: number | undefined): readonly TargetFacts[] {
    return this.#targets.facts({ now, deadlineAt: this.deadlineAt, probeUntil });
  }
}

/**
 * Whether the error table allows a retry and the error does not concern the target, so the retry budget is not
 * needed.
 */
function isAboutOneRequest({ code }: UnderstudyError): boolean {
  const { scope, retry } = errorRule(code);
  return scope === 'request' && retry === 'yes';
}
