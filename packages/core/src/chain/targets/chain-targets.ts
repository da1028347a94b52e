import type { RequestContent } from '../../chat/chat-request.ts';
import type { ProviderError } from '../../errors/provider-error.ts';
import type { HealthRegistry } from '../../health/health-registry.ts';
import type { Permit } from '../../health/permit.ts';
import { ResultSignal } from '../../health/result-signal.ts';
import type { PlannedRoute } from '../../registry/route/route.ts';
import type { TargetFacts } from '../decide/decide-next.ts';
import type { Wait } from './chain-target.ts';
import { ChainTarget } from './chain-target.ts';

/** The targets of one chat in their order, and its entries in their queues. */
export class ChainTargets {
  readonly #targets: readonly ChainTarget[];
  /** Resolves when it is the turn of the chat in a queue. */
  readonly #turn = new ResultSignal();
  /** Whether `facts()` found no target available, so circuit breakers allow probes earlier. */
  #isLastResort = false;

  constructor(
    routes: readonly PlannedRoute[],
    request: { readonly content: RequestContent; readonly tokens: number },
    health: HealthRegistry,
  ) {
    this.#targets = routes.map((route) => new ChainTarget(route, request, health));
  }

  get count(): number {
    return this.#targets.length;
  }

  /** Whether it is the turn of the chat in a queue. */
  get haveTurn(): boolean {
    return this.#targets.some(({ hasTurn }) => hasTurn);
  }

  /** The largest context window that was too small. */
  get exceededContextTokens(): number {
    return Math.max(0, ...this.#targets.map((target) => target.exceededContextTokens));
  }

  at(index: number): ChainTarget | undefined {
    return this.#targets[index];
  }

  /** If no target is available for a first attempt, each is checked again as the last resort. */
  facts(wait: Omit<Wait, 'isLastResort'>): readonly TargetFacts[] {
    const read = (isLastResort: boolean): readonly TargetFacts[] =>
      this.#targets.map((target) => target.facts({ ...wait, isLastResort }));
    const facts = read(false);
    this.#isLastResort = !facts.some(({ attempts, skipReason }) => attempts === 0 && !skipReason);
    return this.#isLastResort ? read(true) : facts;
  }

  /** Starts `maxWaitMs` of the targets up to this index, unless it has started. */
  startWait(index: number, now: number): void {
    for (const target of this.#targets.slice(0, index + 1)) target.startWait(now);
  }

  /** Starts the delays before retries now. */
  restartDelays(now: number): void {
    for (const target of this.#targets) target.restartDelay(now);
  }

  /** Returns the right to make an attempt; undefined if the target is not available. */
  tryAcquire(index: number): Permit | undefined {
    return this.#targets[index]?.tryAcquire(this.#isLastResort);
  }

  /** Returns the errors of the first targets that were skipped, each once. */
  takeSkipErrors(count: number, now: number): readonly ProviderError[] {
    return this.#targets.slice(0, count).flatMap((target) => {
      const error = target.takeSkipError(now, this.#isLastResort);
      return error ? [error] : [];
    });
  }

  /** Returns the turns that were not used: a chat that kept one could pass it on to another chat forever. */
  returnTurns(): void {
    for (const target of this.#targets) if (target.hasTurn) target.leaveQueue();
  }

  /** Joins the queues that the chat can use, and leaves the others. */
  joinQueues(canUse: (index: number) => boolean): void {
    for (const [index, target] of this.#targets.entries()) {
      if (canUse(index)) target.joinQueue(() => this.#turn.notify());
      else target.leaveQueue();
    }
  }

  /** Resolves when it is the turn of the chat, or when the result of the probe that a target waits for is known. */
  waitForChange(index: number, now: number): Promise<void> | undefined {
    const probeResult = this.#targets[index]?.probeResult(now, this.#isLastResort);
    if (this.haveTurn) return Promise.resolve();
    if (!this.#targets.some(({ isQueued }) => isQueued)) return probeResult;
    return probeResult ? Promise.race([probeResult, this.#turn.promise]) : this.#turn.promise;
  }

  leaveQueues(): void {
    for (const target of this.#targets) target.leaveQueue();
  }
}
