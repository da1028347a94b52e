import type { ChatPolicy } from '../registry/chain/chat-policy.ts';
import type { FollowingStep } from './attempt/attempt-ending.ts';
import type { ChainServices } from './chain-services.ts';
import { ChatWaits } from './chat-waits.ts';
import type { ChainFacts, TargetFacts } from './decide/decide-next.ts';
import { canUseQueue, decideNext, findHedgeTarget } from './decide/decide-next.ts';
import type { AttemptKind, Decision } from './decide/decision.ts';
import { isRepetition, isRetry } from './decide/decision.ts';
import { HeldRetry } from './held-retry.ts';
import type { RequestCount } from './request-count.ts';
import type { ChainTargets } from './targets/chain-targets.ts';

/** What the decisions of a chat depend on. */
interface DecisionState {
  readonly policy: ChatPolicy;
  readonly deadlineAt: number;
  readonly targets: ChainTargets;
  readonly requests: RequestCount;
}

/** A failure after which no attempt is in flight. */
interface LastFailure {
  /** Whether a reused connection lost the request. */
  readonly isLost: boolean;
  /** Whether the output of the attempt belongs to the caller, so nothing may follow. */
  readonly isFinal: boolean;
}

/** Decides what one chat does next, and holds what a decided retry needs. */
export class ChatDecisions {
  readonly #state: DecisionState;
  readonly #services: ChainServices;
  readonly #retry: HeldRetry;
  readonly #waits: ChatWaits;
  /** Undefined after a change that needs another decision. */
  #decision: Decision | undefined;
  #last: number | undefined;
  #lacksBudget = false;
  /** Decides the delays of retries, from 0 to below 1. Drawn once per delay, so that the end of a delay is fixed. */
  #jitter = 0;

  constructor(state: DecisionState, services: ChainServices) {
    this.#state = state;
    this.#services = services;
    this.#waits = new ChatWaits(state.policy.retry.maxWaitMs, state.deadlineAt);
    this.#retry = new HeldRetry(services.health.budget);
  }

  /** The index of the target of the last attempt; undefined before the first. */
  get last(): number | undefined {
    return this.#last;
  }

  /** Whether only the budget prevented a retry at the last decision. */
  get lacksBudget(): boolean {
    return this.#lacksBudget;
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
    const retried = isRetry(decision) ? this.#state.targets.at(decision.target) : undefined;
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
    this.#state.targets.startWait(decision.target, now);
    return decision;
  }

  /** Returns the target of one more attempt at the same time, if the policy and the budget allow one. */
  findHedge(): number | undefined {
    const { policy, requests, targets } = this.#state;
    const { maxExtra = 1 } = policy.hedge ?? {};
    const isAllowed = requests.active <= maxExtra && requests.remaining > 0;
    if (!isAllowed || !this.#services.health.budget.available) return undefined;
    const facts = this.#targetFacts(this.#services.clock.now(), undefined);
    return findHedgeTarget({
      targets: facts,
      exceededContextTokens: targets.exceededContextTokens,
    });
  }

  /**
   * Joins the queues of the targets that the chat would use if their limits were not reached. Resolves when it is the
   * turn of the chat in one of them, or when the result of the probe that a target waits for is known.
   */
  waitForChange(index: number): Promise<void> | undefined {
    const { targets } = this.#state;
    const now = this.#services.clock.now();
    targets.returnTurns();
    const facts = this.#facts(now);
    targets.joinQueues((position) => canUseQueue(position, facts));
    return targets.waitForChange(index, now);
  }

  /** Decides again, because what the decision waited for is known. */
  reconsider(): void {
    const { targets } = this.#state;
    this.#decision = undefined;
    if (targets.haveTurn) return;
    // All chats that waited for a probe know its result at the same time. New delays spread their retries.
    const { clock, random } = this.#services;
    this.#jitter = random.next();
    targets.restartDelays(clock.now());
  }

  /** Whether an attempt may start now. It takes its share of the budget. */
  mayStart(kind: AttemptKind): boolean {
    this.#decision = undefined;
    if (this.#services.clock.now() >= this.#state.deadlineAt) return false;
    return !takesShare(kind) || this.#retry.tryTake();
  }

  /** Records that an attempt starts. */
  started(index: number, kind: AttemptKind): void {
    if (takesShare(kind)) this.#retry.spend();
    else this.#retry.release();
    this.#state.targets.leaveQueues();
    this.#last = index;
    this.#waits.end();
  }

  /** Records the failure of an attempt. @param usesBudget - whether its retry needs a share of the budget */
  failed(usesBudget: boolean): void {
    this.#jitter = this.#services.random.next();
    this.#retry.endProbe();
    this.#retry.usesBudget = usesBudget;
    this.#decision = undefined;
    this.#lacksBudget = false;
  }

  /** Returns what follows a failure after which no attempt is in flight. */
  follow(index: number, { isLost, isFinal }: LastFailure): FollowingStep {
    if (isLost) this.#decision = this.#decideReplay(index);
    this.#last = index;
    if (isFinal) this.#decision = { type: 'stop', reason: 'final' };
    const decision = this.decide();
    const reason: FollowingStep = this.#lacksBudget ? { notRetried: 'retry-budget' } : {};
    if (decision.type === 'stop') return reason;
    const kind = isRepetition(decision.kind) ? 'retry' : 'fallback';
    const delayMs = Math.max(0, Math.ceil(decision.at - this.#services.clock.now()));
    return { ...reason, next: { kind, delayMs } };
  }

  /** The first request that a reused connection lost is sent again at once, and costs neither an attempt nor budget. */
  #decideReplay(index: number): Decision | undefined {
    const { targets, requests } = this.#state;
    if (targets.at(index)?.tryReplay() !== true) return undefined;
    requests.takeBack();
    return { type: 'attempt', target: index, kind: 'replay', at: this.#services.clock.now() };
  }

  /** Gives back what a retry that was decided holds, while the chat is idle or because the retry is not made. */
  release(): void {
    this.#retry.release();
    this.#state.targets.leaveQueues();
  }

  #facts(now: number): ChainFacts {
    const { policy, deadlineAt, targets, requests } = this.#state;
    return {
      targets: this.#targetFacts(now, this.#waits.probeUntil(now)),
      last: this.#last,
      requests: requests.ended,
      maxAttempts: policy.maxAttempts,
      now,
      deadlineAt,
      waitsUntil: this.#waits.latest(now),
      retry: policy.retry,
      budget: this.#retry.isAllowed,
      exceededContextTokens: targets.exceededContextTokens,
      random: this.#jitter,
    };
  }

  #targetFacts(now: number, probeUntil: number | undefined): readonly TargetFacts[] {
    const { targets, deadlineAt } = this.#state;
    return targets.facts({ now, deadlineAt, probeUntil });
  }
}

/** Whether an attempt of this kind needs a share of the retry budget. */
function takesShare(kind: AttemptKind): boolean {
  return kind === 'retry' || kind === 'hedge';
}
