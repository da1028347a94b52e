import type { AttemptOutcome } from '../chat/attempt.ts';
import type {
  AttemptEndEvent,
  AttemptStartEvent,
  ChatEvent,
  ProviderEvent,
} from '../chat/chat-event.ts';
import type { UnderstudyError } from '../errors/understudy-error.ts';
import type { Visit } from '../health/target-health.ts';
import type { Provider, ProviderPorts } from '../provider/provider.ts';
import type { AttemptPlan } from './attempt-run.ts';
import { AttemptRun } from './attempt-run.ts';
import type { ChainCall } from './chain-call.ts';
import type { ChainStory } from './chain-story.ts';
import type { Decision } from './decide-next.ts';
import { describeFailure, toAttemptError } from './describe-failure.ts';
import { onAbort } from './on-abort.ts';

/** An attempt with its line in the ledger and its place at the target, which all end together. */
export class LiveAttempt {
  readonly #run: AttemptRun;
  readonly #call: ChainCall;
  readonly #visit: Visit;
  readonly #story: ChainStory;
  readonly #target: { readonly provider: string; readonly model: string };
  readonly #stopListening: () => void;
  #open = true;

  constructor(
    plan: AttemptPlan,
    visit: Visit,
    call: ChainCall,
    { story, ports }: { readonly story: ChainStory; readonly ports: ProviderPorts },
  ) {
    this.#call = call;
    this.#visit = visit;
    this.#story = story;
    this.#target = { provider: plan.provider, model: plan.request.model };
    this.#run = new AttemptRun(plan, ports, {
      foundContent: () => {
        visit.foundContent();
        call.ledger.foundContent();
      },
      leftUnread: () => {
        visit.end('undecided');
        call.abandoned();
      },
    });
    story.attemptStarted(call.ledger.start(this.#target));
    this.#stopListening = onAbort(call.signal, (reason) => this.#run.abort(reason));
  }

  get visit(): Visit {
    return this.#visit;
  }

  get committed(): boolean {
    return this.#run.committed;
  }

  get requests(): number {
    return this.#run.requests;
  }

  get startEvent(): AttemptStartEvent {
    return { type: 'attempt-start', attempt: this.#call.ledger.attempts.length, ...this.#target };
  }

  open(make: () => Promise<Provider>): Promise<void> {
    return this.#run.open(make);
  }

  /** The next events, the last ones with the end of the attempt; undefined after that. */
  async next(): Promise<readonly ChatEvent[] | undefined> {
    const batch: readonly ProviderEvent[] | undefined = await this.#run.next();
    if (!batch) return undefined;
    this.#call.collector.add(batch);
    if (!this.#run.finished) return batch;
    this.#visit.end('success');
    return [...batch, this.#end('succeeded')];
  }

  /** What went wrong, as an error that knows where. */
  describe(error: unknown): UnderstudyError {
    const phase = this.#run.foundContent ? 'content' : 'first-content';
    return describeFailure(error, {
      ...this.#target,
      phase,
      partial: this.#call.collector.text,
    });
  }

  /** Closes the line in the ledger with what failed, and says what comes next. */
  fail(failure: UnderstudyError, decision: Decision): AttemptEndEvent {
    const ended = this.#end('failed', failure);
    if (decision.type === 'stop') return ended;
    return {
      ...ended,
      next: decision.kind === 'retry' ? 'retry' : 'fallback',
      delayMs: decision.delayMs,
    };
  }

  /** Lets go of everything; what has not ended counts as aborted, and says nothing of the target. */
  close(): void {
    this.#stopListening();
    this.#run.close();
    this.#visit.end('undecided');
    if (this.#open) this.#end('aborted');
  }

  #end(outcome: AttemptOutcome, failure?: UnderstudyError): AttemptEndEvent {
    this.#open = false;
    const error = failure && toAttemptError(failure);
    const ended = this.#call.ledger.end(outcome, this.#run.requests, error);
    this.#story.attemptEnded(ended);
    return { type: 'attempt-end', attempt: ended.attempt, outcome, ...(error && { error }) };
  }
}
