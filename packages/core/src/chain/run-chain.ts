import type { Attempt, AttemptOutcome } from '../chat/attempt.ts';
import type { AttemptEndEvent, AttemptStartEvent, ChatEvent } from '../chat/chat-event.ts';
import type { ChainSettings } from '../di/tokens.ts';
import { CHAIN_SETTINGS, PROVIDER_PORTS, REGISTRY, TELEMETRY } from '../di/tokens.ts';
import { inject, injectable } from '../di/tsyringe.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { ErrorTarget } from '../errors/provider-error.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';
import type { ProviderPorts } from '../provider/provider.ts';
import type { ProviderRegistry } from '../registry/provider-registry.ts';
import type { Route } from '../registry/route.ts';
import { AttemptRun } from './attempt-run.ts';
import type { ChainCall } from './chain-call.ts';
import { checkRequest } from './check-request.ts';
import { describeFailure, toAttemptError } from './describe-failure.ts';
import { onAbort } from './on-abort.ts';
import { planAttempt } from './plan-attempt.ts';
import { checkDuration } from './resolve-timeouts.ts';

type Batches = AsyncGenerator<readonly ChatEvent[], void, undefined>;

/** Runs chats: the only loop that starts an attempt. */
@injectable()
export class ChainRunner {
  readonly #registry: ProviderRegistry;
  readonly #ports: ProviderPorts;
  readonly #telemetry: Telemetry;
  readonly #settings: ChainSettings;

  constructor(
    @inject(REGISTRY) registry: ProviderRegistry,
    @inject(PROVIDER_PORTS) ports: ProviderPorts,
    @inject(TELEMETRY) telemetry: Telemetry,
    @inject(CHAIN_SETTINGS) settings: ChainSettings,
  ) {
    this.#registry = registry;
    this.#ports = ports;
    this.#telemetry = telemetry;
    this.#settings = settings;
  }

  /**
   * The events of one chat, in arrays as they came. Nothing is opened before the first pull; who
   * leaves early aborts the call's signal.
   *
   * @throws UnderstudyError what ended it; the reason of the call's signal as it was given
   */
  async *run(call: ChainCall): Batches {
    call.signal.throwIfAborted();
    checkRequest(call.request);
    const { deadlineMs = this.#settings.deadlineMs } = call.options;
    if (deadlineMs !== undefined) checkDuration(deadlineMs, 'deadlineMs', 'invalid-request');
    for (const route of this.#registry.resolve(call.request.model)) {
      yield* this.#attempt(route, call, deadlineMs);
    }
  }

  async *#attempt(route: Route, call: ChainCall, deadlineMs: number | undefined): Batches {
    const plan = planAttempt(route, call, this.#settings);
    const attempt = new AttemptRun(plan, this.#ports, () => call.ledger.foundContent());
    const started = call.ledger.start(route);
    const stopListening = onAbort(call.signal, (reason) => attempt.abort(reason));
    const stopDeadline = this.#limit(attempt, deadlineMs);
    try {
      this.#tell('attempt-start', started);
      yield [toStartEvent(started)];
      await attempt.open(() => this.#registry.open(route.definition));
      for (let batch = await attempt.next(); batch; batch = await attempt.next()) {
        call.collector.add(batch);
        yield attempt.finished ? [...batch, this.#end(attempt, call, 'succeeded')] : batch;
      }
    } catch (error) {
      if (call.signal.aborted) throw call.signal.reason;
      const failure = describeFailure(error, targetOf(attempt, call, started));
      this.#ports.logger.error(`${failure.code}: ${failure.message}`);
      yield [this.#end(attempt, call, 'failed', failure)];
      throw failure;
    } finally {
      stopDeadline();
      stopListening();
      attempt.close();
      if (call.ledger.attempts.at(-1)?.outcome === 'running') this.#end(attempt, call, 'aborted');
    }
  }

  #limit(attempt: AttemptRun, deadlineMs: number | undefined): () => void {
    if (deadlineMs === undefined) return () => {};
    const message = `expected the whole answer within the deadline of ${deadlineMs} ms, and it did not come`;
    return this.#ports.clock.setTimer(
      () => attempt.abort(new ProviderError({ code: 'timeout', message, phase: 'deadline' })),
      deadlineMs,
    );
  }

  #end(
    attempt: AttemptRun,
    { ledger }: ChainCall,
    outcome: AttemptOutcome,
    failure?: UnderstudyError,
  ): AttemptEndEvent {
    const error = failure && toAttemptError(failure);
    const ended = ledger.end(outcome, attempt.requests, error);
    this.#tell('attempt-end', ended);
    return { type: 'attempt-end', attempt: ended.attempt, outcome, ...(error && { error }) };
  }

  #tell(type: TelemetryEvent['type'], attempt: Attempt): void {
    if (this.#telemetry.enabled) this.#telemetry.emit({ type, attempt });
  }
}

function toStartEvent({ attempt, provider, model }: Attempt): AttemptStartEvent {
  return { type: 'attempt-start', attempt, provider, model };
}

function targetOf(
  attempt: AttemptRun,
  { collector }: ChainCall,
  { provider, model }: Attempt,
): ErrorTarget {
  const phase = attempt.committed ? 'content' : 'first-content';
  return { provider, model, phase, partial: collector.text };
}
