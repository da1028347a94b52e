import type { AttemptEndEvent, ChatEvent, ResetEvent } from '../chat/chat-event.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import { HEALTH, PROVIDER_PORTS, REGISTRY, ATTEMPT_REPORTER } from '../di/tokens.ts';
import { inject, injectable } from '../di/tsyringe.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { HealthRegistry } from '../health/health-registry.ts';
import type { ProviderPorts } from '../provider/provider.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';
import { readCallOptions } from '../registry/read-call-options.ts';
import { resolveTimeouts } from '../registry/resolve-timeouts.ts';
import type { Resolution } from '../registry/route.ts';
import { ActiveAttempt } from './active-attempt.ts';
import { toAttemptEnd } from './attempt-end.ts';
import type { AttemptReporter } from './attempt-reporter.ts';
import type { AttemptPlan } from './attempt-stream.ts';
import type { ChainServices } from './chain-state.ts';
import { ChainState } from './chain-state.ts';
import type { ChatCall } from './chat-call.ts';
import type { Decision } from './decide-next.ts';
import type { ChainExplanation } from './explain-chain.ts';
import { explainChain } from './explain-chain.ts';
import { prepareRequest } from './prepare-request.ts';
import { sleep } from './sleep.ts';
import { validateRequest } from './validate-request.ts';

type Batches = AsyncGenerator<readonly ChatEvent[], void, undefined>;

/** Runs chats through their chains: the only loop that starts an attempt. */
@injectable()
export class ChainRunner {
  readonly #registry: ProviderRegistry;
  readonly #ports: ProviderPorts;
  readonly #health: HealthRegistry;
  readonly #story: AttemptReporter;

  constructor(
    @inject(REGISTRY) registry: ProviderRegistry,
    @inject(PROVIDER_PORTS) ports: ProviderPorts,
    @inject(HEALTH) health: HealthRegistry,
    @inject(ATTEMPT_REPORTER) story: AttemptReporter,
  ) {
    this.#registry = registry;
    this.#ports = ports;
    this.#health = health;
    this.#story = story;
  }

  /**
   * The events of one chat, in arrays as they came; for who wants the whole response only those that
   * tell of failures. Nothing is opened before the first pull; who leaves early aborts the call's signal.
   *
   * @throws UnderstudyError what ended it; the reason of the call's signal as it was given
   */
  async *run(call: ChatCall): Batches {
    const progress = this.#begin(call);
    try {
      let decision = progress.decide();
      while (decision.type === 'attempt') {
        call.signal.throwIfAborted();
        if (decision.delayMs > 0) await sleep(this.#ports.clock, decision.delayMs, call.signal);
        const live = this.#enter(decision.target, progress, call);
        if (!live) {
          decision = progress.decide();
          continue;
        }
        try {
          const begun = [...this.#skips(progress), live.start()];
          if (call.readMode === 'events') yield begun;
          if (call.readMode === 'response') await live.drain();
          while (live.open) yield live.take(await live.next());
          this.#story.succeeded(call.ledger.attempts);
          return;
        } catch (error) {
          if (call.signal.aborted) throw call.signal.reason;
          const failure = live.describe(error);
          decision = progress.failed(failure, live);
          const told = this.#afterFailure(live, failure, decision, call);
          live.close();
          call.onIdle();
          yield told;
        } finally {
          live.close();
        }
      }
      const failure = progress.failure(decision.reason);
      const skips = this.#skips(progress);
      if (skips.length > 0) yield skips;
      throw this.#giveUp(failure);
    } finally {
      progress.release();
    }
  }

  /** What a request would be tried on, by the code that tries it. Nothing is sent. */
  explain(request: ChatRequest, options: ChatOptions = {}): ChainExplanation {
    validateRequest(request);
    const { routes, policy } = this.#resolve(request, options);
    return explainChain(request, routes, policy, {
      ...this.#services,
      refusalOf: (definition) => this.#registry.refusal(definition),
    });
  }

  #begin(call: ChatCall): ChainState {
    call.signal.throwIfAborted();
    validateRequest(call.request);
    const { routes, policy } = this.#resolve(call.request, call.options);
    return new ChainState(call, routes, policy, this.#services);
  }

  get #services(): ChainServices {
    return { clock: this.#ports.clock, random: this.#ports.random, health: this.#health };
  }

  /** The chain's settings, and over them the call's. */
  #resolve({ model }: ChatRequest, options: ChatOptions): Resolution {
    const resolution = this.#registry.resolve(model);
    const { deadlineMs, timeouts } = readCallOptions(options);
    if (deadlineMs === undefined && timeouts === undefined) return resolution;
    const { routes, policy } = resolution;
    return {
      policy: { ...policy, deadlineMs: deadlineMs ?? policy.deadlineMs },
      routes: routes.map((route) => ({
        ...route,
        timeouts: resolveTimeouts(route.timeouts, timeouts),
      })),
    };
  }

  #enter(index: number, progress: ChainState, call: ChatCall): ActiveAttempt | undefined {
    const route = progress.routeOf(index);
    if (!route) return undefined;
    // Before a place is held: what can't be encoded may not keep one.
    const request = prepareRequest(route, call.request);
    const place = progress.tryAcquire(index);
    if (!place) return undefined;
    const { permit, recordFailure } = place;
    const plan: AttemptPlan = {
      provider: route.definition.id,
      open: () => this.#registry.open(route.definition),
      request,
      timeouts: route.timeouts,
      deadlineAt: progress.deadlineAt,
      commit: progress.policy.commit,
      headers: call.options.headers ?? {},
      remainingRequests: progress.remainingRequests,
    };
    return new ActiveAttempt(plan, permit, call, {
      story: this.#story,
      ports: this.#ports,
      book: recordFailure,
    });
  }

  #afterFailure(
    attempt: ActiveAttempt,
    failure: UnderstudyError,
    decision: Decision,
    { collector }: ChatCall,
  ): readonly ChatEvent[] {
    const ended = attempt.fail(failure, decision);
    if (decision.type === 'stop' || !attempt.committed) return [ended];
    const reset: ResetEvent = { type: 'reset', reason: failure.code };
    collector.add([reset]);
    return [ended, reset];
  }

  #skips(progress: ChainState): readonly AttemptEndEvent[] {
    return progress.takeSkips().map((skipped) => {
      this.#story.attemptEnded(skipped);
      return toAttemptEnd(skipped);
    });
  }

  #giveUp(failure: UnderstudyError): UnderstudyError {
    this.#story.failed(failure);
    return failure;
  }
}
