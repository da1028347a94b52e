import type { AttemptEndEvent, ChatEvent, ResetEvent } from '../chat/chat-event.ts';
import type { ChatOptions } from '../chat/chat-options.ts';
import type { ChatRequest } from '../chat/chat-request.ts';
import { HEALTH, PROVIDER_PORTS, REGISTRY, STORY } from '../di/tokens.ts';
import { inject, injectable } from '../di/tsyringe.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { HealthBook } from '../health/health-book.ts';
import type { ProviderPorts } from '../provider/provider.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';
import { readCallOptions } from '../registry/read-call-options.ts';
import { resolveTimeouts } from '../registry/resolve-timeouts.ts';
import type { Resolution } from '../registry/route.ts';
import { toAttemptEnd } from './attempt-end.ts';
import type { AttemptPlan } from './attempt-run.ts';
import type { ChainCall } from './chain-call.ts';
import type { ProgressServices } from './chain-progress.ts';
import { ChainProgress } from './chain-progress.ts';
import type { ChainStory } from './chain-story.ts';
import { checkRequest } from './check-request.ts';
import type { Decision } from './decide-next.ts';
import type { ChainExplanation } from './explain-chain.ts';
import { explainChain } from './explain-chain.ts';
import { LiveAttempt } from './live-attempt.ts';
import { requestFor } from './request-for.ts';
import { sleep } from './sleep.ts';

type Batches = AsyncGenerator<readonly ChatEvent[], void, undefined>;

/** Runs chats through their chains: the only loop that starts an attempt. */
@injectable()
export class ChainRunner {
  readonly #registry: ProviderRegistry;
  readonly #ports: ProviderPorts;
  readonly #health: HealthBook;
  readonly #story: ChainStory;

  constructor(
    @inject(REGISTRY) registry: ProviderRegistry,
    @inject(PROVIDER_PORTS) ports: ProviderPorts,
    @inject(HEALTH) health: HealthBook,
    @inject(STORY) story: ChainStory,
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
  async *run(call: ChainCall): Batches {
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
          if (call.readAs === 'events') yield begun;
          if (call.readAs === 'response') await live.drain();
          while (live.open) yield live.take(await live.next());
          this.#story.succeeded(call.ledger.attempts);
          return;
        } catch (error) {
          if (call.signal.aborted) throw call.signal.reason;
          const failure = live.describe(error);
          decision = progress.failed(failure, live);
          const told = this.#afterFailure(live, failure, decision, call);
          live.close();
          call.rests();
          yield told;
        } finally {
          live.close();
        }
      }
      const failure = progress.failure(decision.why);
      const skips = this.#skips(progress);
      if (skips.length > 0) yield skips;
      throw this.#giveUp(failure);
    } finally {
      progress.leave();
    }
  }

  /** What a request would be tried on, by the code that tries it. Nothing is sent. */
  explain(request: ChatRequest, options: ChatOptions = {}): ChainExplanation {
    checkRequest(request);
    const { routes, policy } = this.#resolve(request, options);
    return explainChain(request, routes, policy, {
      ...this.#services,
      refusalOf: (definition) => this.#registry.refusal(definition),
    });
  }

  #begin(call: ChainCall): ChainProgress {
    call.signal.throwIfAborted();
    checkRequest(call.request);
    const { routes, policy } = this.#resolve(call.request, call.options);
    return new ChainProgress(call, routes, policy, this.#services);
  }

  get #services(): ProgressServices {
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

  #enter(index: number, progress: ChainProgress, call: ChainCall): LiveAttempt | undefined {
    const route = progress.routeOf(index);
    if (!route) return undefined;
    // Before a place is held: what can't be encoded may not keep one.
    const request = requestFor(route, call.request);
    const place = progress.enter(index);
    if (!place) return undefined;
    const { visit, book } = place;
    const plan: AttemptPlan = {
      provider: route.definition.id,
      open: () => this.#registry.open(route.definition),
      request,
      timeouts: route.timeouts,
      deadlineAt: progress.deadlineAt,
      commit: progress.policy.commit,
      headers: call.options.headers ?? {},
      spendable: progress.spendable,
    };
    return new LiveAttempt(plan, visit, call, { story: this.#story, ports: this.#ports, book });
  }

  #afterFailure(
    attempt: LiveAttempt,
    failure: UnderstudyError,
    decision: Decision,
    { collector }: ChainCall,
  ): readonly ChatEvent[] {
    const ended = attempt.fail(failure, decision);
    if (decision.type === 'stop' || !attempt.committed) return [ended];
    const reset: ResetEvent = { type: 'reset', reason: failure.code };
    collector.add([reset]);
    return [ended, reset];
  }

  #skips(progress: ChainProgress): readonly AttemptEndEvent[] {
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
