import type { Attempt, AttemptOutcome } from '../chat/attempt.ts';
import type {
  AttemptEndEvent,
  AttemptStartEvent,
  ChatEvent,
  ProviderEvent,
} from '../chat/chat-event.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { TargetId } from '../health/health-registry.ts';
import type { Permit } from '../health/target-state.ts';
import type { ProviderPorts } from '../provider/provider.ts';
import { toAttemptEnd } from './attempt-end.ts';
import type { AttemptReporter } from './attempt-reporter.ts';
import type { AttemptPlan } from './attempt-stream.ts';
import { AttemptStream } from './attempt-stream.ts';
import type { ChatCall } from './chat-call.ts';
import type { Decision } from './decide-next.ts';
import { onAbort } from './on-abort.ts';
import { toUnderstudyError, toAttemptError } from './to-understudy-error.ts';

export interface ActiveAttemptServices {
  readonly ports: ProviderPorts;
  readonly story: AttemptReporter;
  /** Books a failure, once. */
  readonly book: (failure: UnderstudyError) => void;
}

/** An attempt with its line in the ledger and its place at the target, which all end together. */
export class ActiveAttempt {
  readonly #run: AttemptStream;
  readonly #call: ChatCall;
  readonly #visit: Permit;
  readonly #services: ActiveAttemptServices;
  readonly #target: TargetId;
  readonly #stopListening: () => void;
  #first: Promise<readonly ProviderEvent[]> | undefined;
  #failure: UnderstudyError | undefined;
  #open = true;

  constructor(plan: AttemptPlan, visit: Permit, call: ChatCall, services: ActiveAttemptServices) {
    this.#call = call;
    this.#visit = visit;
    this.#services = services;
    this.#target = { provider: plan.provider, model: plan.request.model };
    this.#run = new AttemptStream(plan, services.ports, {
      onFirstContent: () => {
        visit.foundContent();
        call.ledger.foundContent();
      },
      onUnreadTimeout: () => {
        visit.release('undecided');
        call.onIdle();
      },
    });
    services.story.attemptStarted(call.ledger.start(this.#target));
    this.#stopListening = onAbort(call.signal, (reason) => this.#run.abort(reason));
  }

  get committed(): boolean {
    return this.#run.committed;
  }

  /** Whether there is more to take. */
  get open(): boolean {
    return this.#open;
  }

  get requests(): number {
    return this.#run.requests;
  }

  /** Begins to ask, without waiting: the place at the target may not be kept idle by a slow caller. */
  start(): AttemptStartEvent {
    this.#first = this.#run.next();
    // Booked when it happens, not when a slow caller comes to hear of it.
    this.#first.catch((error: unknown) => {
      if (!this.#call.signal.aborted) this.describe(error);
    });
    return {
      type: 'attempt-start',
      attemptNumber: this.#call.ledger.attempts.length,
      ...this.#target,
    };
  }

  /** The next events of an open attempt; to be taken. */
  next(): Promise<readonly ProviderEvent[]> {
    const pending = this.#first ?? this.#run.next();
    this.#first = undefined;
    return pending;
  }

  /** Keeps events for the response, and adds the end of the attempt to the last of them. */
  take(batch: readonly ProviderEvent[]): readonly ChatEvent[] {
    this.#call.collector.add(batch);
    if (!this.#run.finished) return batch;
    this.#visit.release('success');
    return [...batch, this.#end('succeeded')];
  }

  /** Takes all that comes: who waits for the whole answer need not wake for each part of it. */
  async drain(): Promise<void> {
    while (this.#open) this.take(await this.next());
  }

  /** What went wrong, as an error that knows where; booked the first time. */
  describe(error: unknown): UnderstudyError {
    if (this.#failure) return this.#failure;
    const phase = this.#run.foundContent ? 'content' : 'first-content';
    const partialText = this.#call.collector.text + this.#run.heldText;
    this.#failure = toUnderstudyError(error, { ...this.#target, phase, partialText });
    this.#services.book(this.#failure);
    return this.#failure;
  }

  /** Closes the line in the ledger with what failed, and says what comes next. */
  fail(failure: UnderstudyError, decision: Decision): AttemptEndEvent {
    const error = toAttemptError(failure);
    if (decision.type === 'stop') return this.#end('failed', { error });
    const kind = decision.kind === 'retry' ? 'retry' : 'fallback';
    return this.#end('failed', { error, next: { kind, delayMs: decision.delayMs } });
  }

  /** Lets go of everything; what has not ended counts as aborted, and says nothing of the target. */
  close(): void {
    this.#stopListening();
    this.#run.close();
    this.#visit.release('undecided');
    if (this.#open) this.#end('aborted');
  }

  #end(outcome: AttemptOutcome, change: Partial<Attempt> = {}): AttemptEndEvent {
    this.#open = false;
    const { requests } = this.#run;
    const ended = this.#call.ledger.end(outcome, { ...change, requests });
    this.#services.story.attemptEnded(ended);
    return toAttemptEnd(ended);
  }
}
