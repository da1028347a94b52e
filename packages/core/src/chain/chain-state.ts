import type { Attempt } from '../chat/attempt.ts';
import { ChainError } from '../errors/chain-error.ts';
import type { ErrorRule } from '../errors/error-codes.ts';
import { isProviderError } from '../errors/is-error.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { HealthRegistry } from '../health/health-registry.ts';
import type { TargetState, Permit } from '../health/target-state.ts';
import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { ChainPolicy } from '../registry/chain-policy.ts';
import type { PlannedRoute, Route } from '../registry/route.ts';
import type { ActiveAttempt } from './active-attempt.ts';
import type { ChatCall } from './chat-call.ts';
import { deadlineError } from './deadline-error.ts';
import type { ChainFacts, Decision, TargetFacts } from './decide-next.ts';
import { decideNext } from './decide-next.ts';
import type { SkipReason } from './find-skip-reason.ts';
import { blockedForMs, findSkipReason } from './find-skip-reason.ts';
import { resolveErrorRule } from './resolve-error-rule.ts';
import { toAttemptError } from './to-understudy-error.ts';

interface Target {
  readonly route: PlannedRoute;
  attempts: number;
  rule: ErrorRule | undefined;
  notBefore: number | undefined;
  /** Its line in the ledger tells already that it was passed over. */
  skipped: boolean;
}

/** A place at a target, for one try. */
export interface AttemptPermit {
  readonly permit: Permit;
  readonly recordFailure: (failure: UnderstudyError) => void;
}

export interface ChainServices {
  readonly clock: Clock;
  readonly random: Random;
  readonly health: HealthRegistry;
}

/** Where one chat stands: what each target did, and what it is to do next. */
export class ChainState {
  readonly policy: ChainPolicy;
  readonly deadlineAt: number;
  readonly #call: ChatCall;
  readonly #services: ChainServices;
  readonly #targets: readonly Target[];
  readonly #errors: UnderstudyError[] = [];
  #last: number | undefined;
  #requests = 0;
  #holdsRetry = false;
  /** The largest window that was too small. */
  #exceededContextTokens = 0;
  #skips: Attempt[] = [];

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
    }));
    services.health.budget.deposit();
  }

  /** How many more requests for an answer the ceiling allows beside the one that is about to start. */
  get remainingRequests(): number {
    return Math.max(0, this.policy.maxAttempts - this.#requests - 1);
  }

  /** A retry takes its share of the budget when it is decided, so that others see what is left. */
  decide(): Decision {
    const decision = decideNext(this.#facts());
    if (decision.type === 'attempt' && decision.kind === 'retry' && !this.#holdsRetry) {
      this.#services.health.budget.withdraw();
      this.#holdsRetry = true;
    }
    return decision;
  }

  routeOf(index: number): PlannedRoute | undefined {
    return this.#targets[index]?.route;
  }

  /** Gives back what was decided and not done. */
  release(): void {
    if (this.#holdsRetry) this.#services.health.budget.refund();
    this.#holdsRetry = false;
  }

  /** Takes a place at a target; undefined where somebody else was quicker, or the caller too slow. */
  tryAcquire(index: number): AttemptPermit | undefined {
    if (this.#services.clock.now() >= this.deadlineAt) return undefined;
    const target = this.#targets[index];
    if (!target) return undefined;
    const permit = this.#healthOf(target.route).tryAcquire(target.route.maxConcurrent);
    if (!permit) return undefined;
    this.#tellSkipped(index);
    this.#holdsRetry = false;
    target.attempts += 1;
    this.#last = index;
    const recordFailure = (failure: UnderstudyError): void => this.#book(failure, target, permit);
    return { permit, recordFailure };
  }

  /** The lines of targets that were passed over since the last time. */
  takeSkips(): readonly Attempt[] {
    const skips = this.#skips;
    this.#skips = [];
    return skips;
  }

  /** What comes after a try that failed. */
  failed(failure: UnderstudyError, { requests, committed }: ActiveAttempt): Decision {
    this.#requests += requests;
    this.#errors.push(failure);
    const mayStartAnew = this.policy.midStream === 'restart' && this.#call.readMode !== 'text';
    return committed && !mayStartAnew ? { type: 'stop', reason: 'final' } : this.decide();
  }

  /** What a chat that stops here ends with: the error of the one target there is, or all of them. */
  failure(why: 'final' | 'ceiling' | 'exhausted'): UnderstudyError {
    const last = this.#errors.at(-1);
    if (last && (why === 'final' || this.#targets.length === 1)) return last;
    this.#tellSkipped(this.#targets.length);
    if (this.#services.clock.now() >= this.deadlineAt) return this.#tooLate();
    const [first, ...more] = this.#errors;
    if (first && more.length === 0) return first;
    return findSoonest(this.#errors) ?? new ChainError(this.#call.ledger.attempts, this.#errors);
  }

  #tooLate(): ProviderError {
    const { definition, model } = this.#targets[this.#last ?? 0]?.route ?? {};
    const target = { provider: definition?.id ?? '', model: model ?? '', partialText: '' };
    return deadlineError().withTarget({ ...target, phase: 'deadline' });
  }

  /** Holds a failure against the target it came from, by the table. */
  #book(failure: UnderstudyError, target: Target, visit: Permit): void {
    const { phase, retryAfterMs } = isProviderError(failure)
      ? failure
      : { phase: undefined, retryAfterMs: undefined };
    const rule = resolveErrorRule(failure.code, phase, this.policy.errorRules);
    const restMs = rule.cooldownMs === 'retry-after' ? retryAfterMs : rule.cooldownMs;
    const now = this.#services.clock.now();
    target.rule = rule;
    target.notBefore = retryAfterMs === undefined ? undefined : now + retryAfterMs;
    if (restMs !== undefined) this.#healthOf(target.route).coolDown(restMs);
    if (rule.fallback === 'larger-window') this.#outgrow(target.route);
    visit.release(rule.countsForBreaker ? 'failure' : 'undecided');
  }

  /** Every target that was passed over gets one line that says why. */
  #tellSkipped(before: number): void {
    const now = this.#services.clock.now();
    for (const target of this.#targets.slice(0, before)) {
      const blockage = target.attempts === 0 && !target.skipped && this.#blockageOf(target, now);
      if (!blockage) continue;
      target.skipped = true;
      const error = skipError(target.route, blockage, now);
      this.#skips.push(this.#call.ledger.skip(error, toAttemptError(error)));
      this.#errors.push(error);
    }
  }

  /** Looked up at each use: a target that rests long enough is forgotten meanwhile. */
  #healthOf({ definition, model }: Route): TargetState {
    return this.#services.health.of({ provider: definition.id, model });
  }

  #outgrow(route: Route): void {
    const tokens = route.contextTokens ?? Number.POSITIVE_INFINITY;
    this.#exceededContextTokens = Math.max(this.#exceededContextTokens, tokens);
  }

  #blockageOf({ route }: Target, now: number): SkipReason | undefined {
    const blocked = this.#healthOf(route).blocked(route.maxConcurrent);
    return findSkipReason(route, this.#call.request, blocked, now);
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
      retry: this.policy.retry,
      budget: this.#holdsRetry || health.budget.available,
      exceededContextTokens: this.#exceededContextTokens,
      random: random.next(),
    };
  }

  #factsOf(target: Target, now: number): TargetFacts {
    const { attempts, rule, notBefore, route } = target;
    return {
      attempts,
      rule,
      notBefore,
      skipReason: this.#blockageOf(target, now),
      contextTokens: route.contextTokens,
    };
  }
}

/** Where every breaker is open, the error of the one that is due first; it says when. */
function findSoonest(errors: readonly UnderstudyError[]): UnderstudyError | undefined {
  const open = errors.filter(isProviderError).filter(({ code }) => code === 'circuit-open');
  if (open.length < errors.length) return undefined;
  return open.toSorted((left, right) => (left.retryAfterMs ?? 0) - (right.retryAfterMs ?? 0))[0];
}

function skipError({ definition, model }: Route, blockage: SkipReason, now: number): ProviderError {
  const { code, message } = blockage;
  const retryAfterMs = blockedForMs(blockage, now);
  const target = { provider: definition.id, model, phase: 'connect', partialText: '' } as const;
  return new ProviderError({ code, message, retryAfterMs }, target);
}
