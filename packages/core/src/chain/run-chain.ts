import type { AttemptEndEvent, ChatBatch } from '../chat/chat-event.ts';
import type { HealthRegistry } from '../health/health-registry.ts';
import type { ProviderPorts } from '../provider/provider.ts';
import { applyCallOptions } from '../registry/chain/chat-policy.ts';
import { mergeOptions } from '../registry/chain/merge-options.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';
import type { Resolution } from '../registry/route/route.ts';
import { prepareRequest } from '../request/prepare-request.ts';
import type { CheckedCall } from '../request/read-call.ts';
import { findUnusedOptions } from '../request/select-options.ts';
import { waitUntil } from '../scope/wait-until.ts';
import { createAcceptance } from './accept/accept-response.ts';
import { ActiveAttempt } from './attempt/active-attempt.ts';
import { toAttemptEnd } from './attempt/attempt-log.ts';
import type { AttemptPlan } from './attempt/attempt-plan.ts';
import type { AttemptReporter } from './attempt/attempt-reporter.ts';
import type { ChainServices } from './chain-services.ts';
import { ChainState } from './chain-state.ts';
import type { ChatCall } from './chat-call.ts';
import type { AttemptDecision, AttemptKind } from './decide/decision.ts';
import type { TokenEstimator } from './estimate-tokens.ts';
import type { ChainExplanation } from './explain-chain.ts';
import { explainChain } from './explain-chain.ts';
import type { RaceServices } from './hedge.ts';
import { raceAttempts, waitForContent } from './hedge.ts';
import { TargetSelector } from './targets/target-selector.ts';

type Batches = AsyncGenerator<ChatBatch, void, undefined>;

/** What the loop works with. */
export interface ChainRunnerServices {
  readonly registry: ProviderRegistry;
  readonly ports: ProviderPorts;
  readonly health: HealthRegistry;
  readonly reporter: AttemptReporter;
  readonly estimateTokens: TokenEstimator;
}

/** Runs chats through their chains. This is the only loop that starts attempts. */
export class ChainRunner {
  readonly #registry: ProviderRegistry;
  readonly #ports: ProviderPorts;
  readonly #reporter: AttemptReporter;
  readonly #services: ChainServices;
  readonly #selector: TargetSelector;

  constructor({ registry, ports, health, reporter, estimateTokens }: ChainRunnerServices) {
    this.#registry = registry;
    this.#ports = ports;
    this.#reporter = reporter;
    this.#services = { clock: ports.clock, random: ports.random, health, estimateTokens };
    this.#selector = new TargetSelector(this.#services);
  }

  /**
   * Yields the events of one chat in arrays, as they arrive. A caller that wants only the complete response discards
   * them, and is not woken for those of an attempt that succeeds alone. Sends nothing before the first pull.
   *
   * @throws UnderstudyError what the chat failed with; the reason of the call's signal
   */
  async *run(call: ChatCall): Batches {
    const state = this.#begin(call);
    const { decisions } = state;
    call.decisions = decisions;
    let decision = decisions.decide();
    for (; decision.type === 'attempt'; decision = decisions.decide()) {
      call.throwIfAborted();
      const isDue = decision.at <= this.#ports.clock.now();
      if (!isDue && !(await this.#waitFor(decision, state, call))) continue;
      const attempt = this.#start(decision.target, decision.kind, state, call);
      if (!attempt) continue;
      const skips = this.#reportSkips(state, call.id);
      if (call.readMode === 'events') yield [...skips, attempt.startEvent];
      const { hedgeDelayMs: delayMs } = state;
      const firstDelayMs =
        delayMs === undefined
          ? undefined
          : await waitForContent(attempt, this.#ports.clock, delayMs);
      const current =
        delayMs === undefined || firstDelayMs === undefined
          ? attempt
          : yield* this.#race(attempt, { firstDelayMs, delayMs }, state, call);
      if (!current) continue;
      try {
        // A caller that wants the complete response is woken once, not once per batch.
        while (call.readMode === 'response' && current.hasMore) await current.next();
        while (current.hasMore) yield current.next();
        return;
      } catch (error) {
        if (call.aborted) throw error;
        yield current.reportFailure();
      }
    }
    const failure = state.toError(decision.reason);
    // Not only when the chat is idle, because the cleanup of an attempt can last longer.
    decisions.release();
    const skips = this.#reportSkips(state, call.id);
    if (skips.length > 0) yield skips;
    throw failure;
  }

  /** Returns which targets a request would use, decided by the code that uses them. Sends nothing. */
  explain(input: CheckedCall): ChainExplanation {
    const resolution = this.#resolve(input);
    const selected = this.#selector.preview(resolution, input.options.affinity);
    return explainChain(input.content, selected, resolution.policy, {
      ...this.#services,
      findRejection: (definition) => this.#registry.findRejection(definition),
    });
  }

  #race(
    attempt: ActiveAttempt,
    delays: Pick<RaceServices, 'firstDelayMs' | 'delayMs'>,
    state: ChainState,
    call: ChatCall,
  ): AsyncGenerator<ChatBatch, ActiveAttempt | undefined, undefined> {
    const startNext = (): ActiveAttempt | undefined => {
      const target = state.decisions.findHedge();
      return target === undefined ? undefined : this.#start(target, 'hedge', state, call);
    };
    return raceAttempts(attempt, {
      clock: this.#ports.clock,
      chat: call,
      ...delays,
      startNext,
      reportSkips: () => this.#reportSkips(state, call.id),
    });
  }

  #begin(call: ChatCall): ChainState {
    const { input } = call;
    // Before telemetry, so that the end of a chat that a listener aborts is reported.
    call.started = true;
    this.#reporter.chatStarted(call.id, input, call.readMode !== 'response');
    const resolution = this.#resolve(input);
    call.chain = resolution.name;
    const routes = this.#selector.select(resolution, input.options.affinity);
    call.acceptance = createAcceptance(input, resolution, call.readMode);
    call.warnings = findUnusedOptions(input.content, routes);
    return new ChainState(call, routes, resolution.policy, this.#services);
  }

  /** Applies the options of the call to those of the chain. */
  #resolve({ model, options }: CheckedCall): Resolution {
    const { routes, nodes, name, path, policy, attempts } = this.#registry.resolve(model);
    const { timeouts } = options;
    return {
      nodes,
      name,
      path,
      attempts,
      policy: applyCallOptions(policy, options, attempts),
      routes:
        timeouts === undefined
          ? routes
          : routes.map((route) => ({
              ...route,
              timeouts: mergeOptions(route.timeouts, timeouts),
            })),
    };
  }

  /** Waits until an attempt is due. Returns false if the chat must decide again. */
  async #waitFor(
    { target: index, at }: AttemptDecision,
    state: ChainState,
    call: ChatCall,
  ): Promise<boolean> {
    const { clock } = this.#ports;
    const startedAt = clock.now();
    const end = await waitUntil(clock, at, call, state.decisions.waitForChange(index));
    this.#reporter.chatWaited(call.id, state.routeOf(index), clock.now() - startedAt);
    if (end === 'early') state.decisions.reconsider();
    return end !== 'early';
  }

  /** Starts an attempt now; undefined if its target is no longer available. */
  #start(
    index: number,
    kind: AttemptKind,
    state: ChainState,
    call: ChatCall,
  ): ActiveAttempt | undefined {
    const route = state.routeOf(index);
    if (!route) return undefined;
    // Before the permit is acquired, so that a request that cannot be prepared does not keep one.
    const { content, options } = call.input;
    const { request, warnings } = prepareRequest(route, content);
    const permit = state.tryAcquire(index, kind);
    if (!permit) return undefined;
    const { definition, model, timeouts, limits } = route;
    const plan: AttemptPlan = {
      target: { provider: definition.id, model },
      index,
      isHedge: kind === 'hedge',
      open: () => this.#registry.open(definition, timeouts.createMs),
      request,
      warnings: [...call.warnings, ...warnings],
      headers: options.headers ?? {},
      listed: route.listed,
      includeRaw: options.includeRaw ?? false,
      timeouts,
      limits,
      commit: call.readMode === 'response' ? 'collect-only' : state.policy.commit,
      remainingRequests: () => state.remainingRequests,
      onReserve: () => state.reserveRequest(),
      permit,
    };
    const services = { ports: this.#ports, reporter: this.#reporter, state };
    try {
      return ActiveAttempt.start(plan, call, services);
    } catch (error) {
      permit.release('ignored');
      throw error;
    }
  }

  #reportSkips(state: ChainState, chatId: string): readonly AttemptEndEvent[] {
    return state.takeSkips().map((skipped) => {
      this.#reporter.attemptEnded(chatId, skipped);
      return toAttemptEnd(skipped);
    });
  }
}
