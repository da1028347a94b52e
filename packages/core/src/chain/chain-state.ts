import type { Attempt } from '../chat/attempt.ts';
import { errorRule } from '../errors/error-codes.ts';
import { isProviderError } from '../errors/is-error.ts';
import type { ProviderError } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { Permit } from '../health/permit.ts';
import type { ChatPolicy } from '../registry/chain/chat-policy.ts';
import type { PlannedRoute } from '../registry/route/route.ts';
import type {
  AttemptEnding,
  AttemptUse,
  FailedEnding,
  FollowingStep,
} from './attempt/attempt-ending.ts';
import { sumTokens } from './attempt/attempt-ending.ts';
import { deadlineError } from './attempt/attempt-errors.ts';
import type { ChainServices } from './chain-services.ts';
import type { ChatCall } from './chat-call.ts';
import { ChatDecisions } from './chat-decisions.ts';
import { ChatFailures } from './chat-failures.ts';
import { isFinal } from './decide/decide-next.ts';
import type { AttemptKind, StopReason } from './decide/decision.ts';
import { readEstimate } from './estimate-tokens.ts';
import { RequestCount } from './request-count.ts';
import { ChainTargets } from './targets/chain-targets.ts';

/** The state of one chat: what each target did, which requests were made, and what the chat does next. */
export class ChainState {
  readonly policy: ChatPolicy;
  readonly deadlineAt: number;
  readonly decisions: ChatDecisions;
  readonly #call: ChatCall;
  readonly #services: ChainServices;
  readonly #targets: ChainTargets;
  readonly #requests: RequestCount;
  readonly #failures: ChatFailures;

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
    const { deadlineAt } = this;
    const state = { policy, deadlineAt, targets: this.#targets, requests: this.#requests };
    this.decisions = new ChatDecisions(state, services);
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
    const target = this.#targets.at(this.decisions.last ?? 0);
    return hedge.afterMs ?? target?.firstContentMs(hedge.percentile ?? 0);
  }

  /** Upper bound of the delay that an error of the chat reports. */
  get maxDelayMs(): number {
    return this.#services.health.options.cooldown.maxMs;
  }

  /** Records a request that an attempt in flight sends again. */
  reserveRequest(): void {
    this.#requests.reserve();
  }

  routeOf(index: number): PlannedRoute | undefined {
    return this.#targets.at(index)?.route;
  }

  /** Starts an attempt at a target; undefined if the target or the time is no longer available. */
  tryAcquire(index: number, kind: AttemptKind): Permit | undefined {
    if (!this.decisions.mayStart(kind)) return undefined;
    const permit = this.#targets.tryAcquire(index);
    if (!permit) return undefined;
    this.#failures.recordSkips(index, this.#services.clock.now());
    this.decisions.started(index, kind);
    this.#requests.start();
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
    const tokens = sumTokens(use.usage);
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
    const { clock, health } = this.#services;
    this.#failures.add(error);
    const target = this.#targets.at(index);
    const { rule, cause } = target?.fail(error, permit, health.options, clock.now()) ?? {};
    const isLost = isProviderError(error) && error.reusedSocket;
    if (rule && isFinal(rule)) this.#failures.recordFinal(error);
    const counts = rule?.countsForBreaker === true && !unread && !isLost;
    permit.release(counts ? 'failure' : 'ignored', { tokens: sumTokens(usage), cause });
    this.decisions.failed(!isAboutOneRequest(error));
    // Another attempt is still in flight.
    if (this.#requests.active > 0) return {};
    return this.decisions.follow(index, { isLost, isFinal: committed && !this.#mayRestart });
  }

  get #mayRestart(): boolean {
    return this.policy.midStream === 'restart' && this.#call.readMode !== 'text';
  }

  /** The log entries of targets that were skipped since the last call. */
  takeSkips(): readonly Attempt[] {
    return this.#failures.takeSkips();
  }

  /** Returns the error of a chat that stops. */
  toError(reason: StopReason): UnderstudyError {
    const now = this.#services.clock.now();
    const expired = now >= this.deadlineAt ? this.#deadlineError() : undefined;
    return this.#failures.toError({
      reason,
      now,
      expired,
      lacksBudget: this.decisions.lacksBudget,
    });
  }

  #deadlineError(): ProviderError {
    const { definition, model } = this.#targets.at(this.decisions.last ?? 0)?.route ?? {};
    const target = { provider: definition?.id ?? '', model: model ?? '', partialText: '' };
    const error = deadlineError(this.policy.deadlineMs ?? 0);
    return error.withTarget({ ...target, phase: 'deadline' });
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
