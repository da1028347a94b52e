import type { Attempt, NextStep } from '../chat/attempt.ts';
import { ChainError } from '../errors/chain-error.ts';
import type { ErrorRule } from '../errors/error-rule.ts';
import { isProviderError } from '../errors/is-error.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { HealthRegistry } from '../health/health-registry.ts';
import type { Permit } from '../health/target-state.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { ChainPolicy } from '../registry/chain-policy.ts';
import type { PlannedRoute, Route } from '../registry/route.ts';
import { deadlineError, toAttemptError } from './attempt-errors.ts';
import type { ChatCall } from './chat-call.ts';
import type { AttemptKind, ChainFacts, Decision, TargetFacts } from './decide-next.ts';
import { decideNext, resolveErrorRule } from './decide-next.ts';
import type { SkipReason } from './find-skip-reason.ts';
import { findSkipReason } from './find-skip-reason.ts';
import { resolveCooldown } from './resolve-cooldown.ts';
import { createSkipError, findFirstAvailable } from './skip-error.ts';

interface Target {
  readonly route: PlannedRoute;
  attempts: number;
  rule: ErrorRule | undefined;
  notBefore: number | undefined;
  /** Whether the attempt log contains already that it was skipped. */
  skipped: boolean;
  /** Whether a request that a reused connection lost was sent again. */
  replayed: boolean;
}

/** How an attempt failed. */
export interface AttemptFailure {
  readonly error: UnderstudyError;
  /** Requests for a response that the attempt made, without those that a reused connection lost. */
  readonly requests: number;
  /** Whether content of it belongs to the caller. */
  readonly committed: boolean;
  /** True for a timeout while the caller was not reading, which does not count for the breaker. */
  readonly unread: boolean;
}

export interface ChainServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly health: HealthRegistry;
}

/** The state of one chat: what each target did, and what the chat does next. */
export class ChainState {
  readonly policy: ChainPolicy;
  readonly deadlineAt: number;
  readonly #call: ChatCall;
  readonly #services: ChainServices;
  readonly #targets: readonly Target[];
  readonly #errors: UnderstudyError[] = [];
  #decision: Decision | undefined;
  #last: number | undefined;
  #requests = 0;
  /** Whether the decision holds a part of the retry budget. */
  #holdsRetry = false;
  #exceededContextTokens = 0;
  #skips: Attempt[] = [];
  /** Until when the chat waits for targets. Undefined unless it has waited since its last attempt. */
  #waitsUntil: number | undefined;

  constructor(
    call: ChatCall,
    routes: readonly PlannedRoute[],
    policy: ChainPolicy,
    services: ChainServices,
  ) {
    this.policy = policy;
    this.#call = call;
    this.#services = services;
    this.deadlineAt = services.clock.now() + (policy.deadlineMs ?? Number.POSITIVE_INFINITY);
    this.#targets = routes.map((route) => ({
      route,
      attempts: 0,
      rule: undefined,
      notBefore: undefined,
      skipped: false,
      replayed: false,
    }));
    services.health.budget.deposit();
  }

  /** How many more requests for a response `maxAttempts` allows, besides that of the next attempt. */
  get remainingRequests(): number {
    return Math.max(0, this.policy.maxAttempts - this.#requests - 1);
  }

  /**
   * Returns what the chat does next: the same until an attempt starts. A retry takes its share of the budget
   * here, so that other chats see what is left.
   */
  decide(): Decision {
    const { budget } = this.#services.health;
    const mayKeep = !isRetry(this.#decision) || this.#holdsRetry || budget.available;
    const decision = (mayKeep && this.#decision) || decideNext(this.#facts());
    if (isRetry(decision) && !this.#holdsRetry) {
      budget.withdraw();
      this.#holdsRetry = true;
    }
    const now = this.#services.clock.now();
    if (decision.type === 'attempt' && decision.at > now)
      this.#waitsUntil ??= this.#latestWait(now);
    this.#decision = decision;
    return decision;
  }

  /** Gives the budget of a retry that was decided back, while the chat is idle or because the retry is not made. */
  release(): void {
    if (this.#holdsRetry) this.#services.health.budget.refund();
    this.#holdsRetry = false;
  }

  /** Resolves when the result of the probe that a target waits for is known. Undefined if there is none. */
  verdictOf(index: number): Promise<void> | undefined {
    const target = this.#targets[index];
    return target && this.#skipReasonOf(target, this.#services.clock.now())?.cooldown?.verdict;
  }

  /** Decides again, because what the decision waited for is known. */
  reconsider(): void {
    this.#decision = undefined;
  }

  routeOf(index: number): PlannedRoute | undefined {
    return this.#targets[index]?.route;
  }

  /** Starts an attempt at a target; undefined if the target or the time is no longer available. */
  tryAcquire(index: number, kind: AttemptKind): Permit | undefined {
    this.#decision = undefined;
    if (this.#services.clock.now() >= this.deadlineAt) return undefined;
    const target = this.#targets[index];
    if (!target) return undefined;
    const { definition, model, maxConcurrent } = target.route;
    // Looked up at each use, because the registry forgets idle targets.
    const state = this.#services.health.of({ provider: definition.id, model });
    const permit = state.tryAcquire(maxConcurrent);
    if (!permit) return undefined;
    this.#recordSkips(index);
    if (kind === 'retry') this.#holdsRetry = false;
    else this.release();
    target.attempts += 1;
    this.#last = index;
    this.#waitsUntil = undefined;
    return permit;
  }

  /** Records a failure by its error rule, releases the permit and decides. Returns what follows, if anything. */
  recordFailure(index: number, permit: Permit, failure: AttemptFailure): NextStep | undefined {
    const { error, requests, committed, unread } = failure;
    const target = this.#targets[index];
    this.#requests += requests;
    this.#errors.push(error);
    const rule = target && this.#applyRule(error, target, permit);
    const isLost = isProviderError(error) && error.reusedSocket;
    const counts = rule?.countsForBreaker === true && !unread && !isLost;
    permit.release(counts ? 'failure' : 'ignored');
    this.#decision = isLost ? this.#decideReplay(index) : undefined;
    if (committed && !this.#mayRestart) this.#decision = { type: 'stop', reason: 'final' };
    const decision = this.decide();
    if (decision.type === 'stop') return undefined;
    const kind = isRepetition(decision.kind) ? 'retry' : 'fallback';
    return { kind, delayMs: Math.max(0, Math.ceil(decision.at - this.#services.clock.now())) };
  }

  get #mayRestart(): boolean {
    return this.policy.midStream === 'restart' && this.#call.readMode !== 'text';
  }

  /** The first request that a reused connection lost is sent again at once, and costs neither an attempt nor budget. */
  #decideReplay(index: number): Decision | undefined {
    const target = this.#targets[index];
    if (!target || target.replayed || this.#call.input.content.effects === true) return undefined;
    target.replayed = true;
    target.attempts -= 1;
    this.#requests -= 1;
    return { type: 'attempt', target: index, kind: 'replay', at: this.#services.clock.now() };
  }

  /** The log entries of targets that were skipped since the last call. */
  takeSkips(): readonly Attempt[] {
    const skips = this.#skips;
    this.#skips = [];
    return skips;
  }

  /** The error of a chat that stops: that of its only target, or of all. */
  failure(reason: 'final' | 'ceiling' | 'exhausted'): UnderstudyError {
    const last = this.#errors.at(-1);
    if (last && (reason === 'final' || this.#targets.length === 1)) return last;
    this.#recordSkips(this.#targets.length);
    if (this.#services.clock.now() >= this.deadlineAt) return this.#deadlineError();
    const [first, ...more] = this.#errors;
    if (first && more.length === 0) return first;
    return (
      findFirstAvailable(this.#errors) ?? new ChainError(this.#call.log.attempts, this.#errors)
    );
  }

  #deadlineError(): ProviderError {
    const { definition, model } = this.#targets[this.#last ?? 0]?.route ?? {};
    const target = { provider: definition?.id ?? '', model: model ?? '', partialText: '' };
    const error = deadlineError(this.policy.deadlineMs ?? 0);
    return error.withTarget({ ...target, phase: 'deadline' });
  }

  #applyRule(error: UnderstudyError, target: Target, permit: Permit): ErrorRule {
    const { phase, retryAfterMs } = isProviderError(error)
      ? error
      : { phase: undefined, retryAfterMs: undefined };
    const { cooldown, errorRules } = this.policy;
    const rule = resolveErrorRule(error.code, phase, errorRules);
    const now = this.#services.clock.now();
    target.rule = rule;
    target.notBefore =
      retryAfterMs === undefined ? undefined : now + Math.min(retryAfterMs, cooldown.maxMs);
    const plan = resolveCooldown(error, rule, cooldown);
    if (plan) permit.coolDown(plan.scope, plan.ms, { error: plan.error, at: now });
    if (rule.fallback === 'larger-window') this.#recordOverflow(target.route);
    return rule;
  }

  #recordOverflow(route: Route): void {
    const tokens = route.contextTokens ?? Number.POSITIVE_INFINITY;
    this.#exceededContextTokens = Math.max(this.#exceededContextTokens, tokens);
  }

  /** Adds one log entry with the reason for every target that was skipped. */
  #recordSkips(before: number): void {
    const now = this.#services.clock.now();
    for (const target of this.#targets.slice(0, before)) {
      if (target.attempts > 0 || target.skipped) continue;
      const skipReason = this.#skipReasonOf(target, now);
      if (!skipReason) continue;
      target.skipped = true;
      const error = createSkipError(target.route, skipReason, now);
      this.#skips.push(this.#call.log.skip(error, toAttemptError(error)));
      this.#errors.push(error);
    }
  }

  #skipReasonOf({ route }: Target, now: number): SkipReason | undefined {
    const { definition, model, maxConcurrent } = route;
    const id = { provider: definition.id, model };
    const unavailable = this.#services.health.unavailable(id, maxConcurrent);
    return findSkipReason(route, this.#call.input.content, unavailable, now);
  }

  #facts(): ChainFacts {
    const { clock, random, health } = this.#services;
    const now = clock.now();
    return {
      targets: this.#targets.map((target) => this.#factsOf(target, now)),
      last: this.#last,
      requests: this.#requests,
      maxAttempts: this.policy.maxAttempts,
      now,
      deadlineAt: this.deadlineAt,
      waitsUntil: this.#latestWait(now),
      retry: this.policy.retry,
      budget: this.#holdsRetry || health.budget.available,
      exceededContextTokens: this.#exceededContextTokens,
      random: random.next(),
    };
  }

  #factsOf(target: Target, now: number): TargetFacts {
    const { attempts, rule, notBefore, route } = target;
    const found = this.#skipReasonOf(target, now);
    const isProbed = found?.cooldown?.verdict !== undefined;
    const skipReason = isProbed ? { ...found, retryAt: this.#waitForProbe(now) } : found;
    return { attempts, rule, notBefore, skipReason, contextTokens: route.contextTokens };
  }

  /** Returns until when the chat waits for the probe of another chat: just before the deadline at most. */
  #waitForProbe(now: number): number | undefined {
    const until = Math.min(this.#latestWait(now), this.deadlineAt - 1);
    return until > now ? until : undefined;
  }

  /** Returns until when the chat may wait. Waits that follow each other are one, so that it does not wait forever. */
  #latestWait(now: number): number {
    return this.#waitsUntil ?? now + this.policy.retry.maxWaitMs;
  }
}

function isRepetition(kind: AttemptKind): boolean {
  return kind === 'retry' || kind === 'replay';
}

function isRetry(decision: Decision | undefined): boolean {
  return decision?.type === 'attempt' && decision.kind === 'retry';
}
