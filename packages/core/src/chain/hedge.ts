import type { ChatBatch } from '../chat/chat-event.ts';
import type { Clock } from '../ports/clock.ts';
import type { ActiveAttempt } from './attempt/active-attempt.ts';
import type { ChatCall } from './chat-call.ts';

/** What a race needs of its chat. */
export interface RaceServices {
  readonly clock: Clock;
  readonly chat: Pick<ChatCall, 'aborted'>;
  /** Time until the second attempt starts. */
  readonly firstDelayMs: number;
  /** Time without content after which each later attempt starts. */
  readonly delayMs: number;
  /** Starts one more attempt; undefined if no target, budget or request is left. */
  readonly startNext: () => ActiveAttempt | undefined;
  /** Returns the events about the targets that were skipped since the last call. */
  readonly reportSkips: () => ChatBatch;
}

type Step =
  | {
      readonly type: 'batch';
      readonly attempt: ActiveAttempt;
      readonly batch: ChatBatch;
      /** Whether the batch has the first content. Earlier ones of the winner can still be in the queue. */
      readonly wins: boolean;
    }
  | { readonly type: 'failed'; readonly attempt: ActiveAttempt; readonly error: unknown }
  | { readonly type: 'delay' };

/**
 * Waits for the first content of an attempt, which most attempts send before another one is needed. Resolves to the
 * time until another attempt may start, or to undefined if none is needed: content has arrived, or the attempt has
 * ended.
 */
export function waitForContent(
  attempt: ActiveAttempt,
  clock: Clock,
  delayMs: number,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const startedAt = clock.now();
    const stopTimer = clock.setTimer(() => resolve(0), delayMs);
    const end = (remainingMs: number | undefined): void => {
      stopTimer();
      resolve(remainingMs);
    };
    attempt.onFirstContent(() => end(undefined));
    // The first events can be without content.
    attempt.onFirstResult(() => {
      if (attempt.foundContent) return;
      end(attempt.ended ? undefined : Math.max(0, startedAt + delayMs - clock.now()));
    });
  });
}

/**
 * Runs attempts at the same time until one of them has sent content, which ends the others. Yields the events of all
 * until then. Returns the attempt whose response the chat continues with, or undefined if all have failed.
 *
 * @throws the reason of the abort of the chat
 */
export async function* raceAttempts(
  first: ActiveAttempt,
  services: RaceServices,
): AsyncGenerator<ChatBatch, ActiveAttempt | undefined, undefined> {
  const { clock, chat, firstDelayMs, delayMs, startNext, reportSkips } = services;
  const race = new Race();
  let stopTimer = clock.setTimer(() => race.delayed(), firstDelayMs);
  try {
    race.add(first);
    for (;;) {
      const step = await race.next();
      if (step.type === 'batch') {
        yield step.batch;
        if (!step.wins) continue;
        const ended = race.reportOutpaced();
        if (ended.length > 0) yield ended;
        return step.attempt;
      }
      if (step.type === 'failed') {
        if (chat.aborted) throw step.error;
        if (!race.isRunning(step.attempt)) continue;
        race.remove(step.attempt);
        // A winner can fail before its content is passed on.
        yield [...race.reportOutpaced(), ...step.attempt.reportFailure()];
        if (race.isEmpty) return undefined;
        continue;
      }
      // The first content has arrived, but is not passed on yet.
      if (race.winner) continue;
      const next = startNext();
      if (!next) continue;
      race.add(next);
      yield [...reportSkips(), next.startEvent];
      stopTimer = clock.setTimer(() => race.delayed(), delayMs);
    }
  } finally {
    stopTimer();
  }
}

/** The attempts of a race, and what happened since the last step. */
class Race {
  readonly #running = new Set<ActiveAttempt>();
  readonly #outpaced: ActiveAttempt[] = [];
  readonly #steps: Step[] = [];
  #waiting: PromiseWithResolvers<void> | undefined;
  #winner: ActiveAttempt | undefined;

  /** The attempt that has sent content first. */
  get winner(): ActiveAttempt | undefined {
    return this.#winner;
  }

  get isEmpty(): boolean {
    return this.#running.size === 0;
  }

  isRunning(attempt: ActiveAttempt): boolean {
    return this.#running.has(attempt);
  }

  add(attempt: ActiveAttempt): void {
    this.#running.add(attempt);
    attempt.onFirstContent(() => this.#win(attempt));
    void this.#read(attempt);
  }

  remove(attempt: ActiveAttempt): void {
    this.#running.delete(attempt);
  }

  delayed(): void {
    this.#push({ type: 'delay' });
  }

  async next(): Promise<Step> {
    for (;;) {
      const step = this.#steps.shift();
      if (step) return step;
      this.#waiting = Promise.withResolvers();
      await this.#waiting.promise;
    }
  }

  /** Returns the events that report the ends of the other attempts. */
  reportOutpaced(): ChatBatch {
    return this.#outpaced.map((attempt) => attempt.endEvent);
  }

  /** Reads up to the first content, or to the end of a response without content. */
  async #read(attempt: ActiveAttempt): Promise<void> {
    try {
      for (;;) {
        const batch = await attempt.next();
        if (!attempt.hasMore) this.#win(attempt);
        const wins = attempt === this.#winner;
        this.#push({ type: 'batch', attempt, batch, wins });
        if (wins) return;
      }
    } catch (error) {
      this.#push({ type: 'failed', attempt, error });
    }
  }

  #win(attempt: ActiveAttempt): void {
    if (this.#winner) return;
    this.#winner = attempt;
    for (const other of this.#running) {
      if (other === attempt) continue;
      this.remove(other);
      this.#outpaced.push(other);
      other.outpace();
    }
  }

  #push(step: Step): void {
    this.#steps.push(step);
    this.#waiting?.resolve();
  }
}
