import { closedError } from '../errors/closed-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { ActiveEntry } from './active-set.ts';
import { ActiveSet } from './active-set.ts';
import type { Abortable } from './on-abort.ts';
import { onAbort } from './on-abort.ts';
import { PhaseTimer } from './phase-timer.ts';

export interface RunOptions {
  readonly name: string;
  readonly callerSignal?: AbortSignal | undefined;
  /** No limit by default. */
  readonly timeout?: {
    readonly ms: number;
    /** Creates the error with which the run rejects after the time. */
    readonly createError: () => Error;
  };
}

/** Owns all work in flight of a runtime: chats, `models()` calls and the creation of providers. */
export class CallScope {
  readonly #clock: Clock;
  readonly #active = new ActiveSet<Call>();
  #closed = false;
  #onEmpty: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** @throws UnderstudyError `closed` */
  assertOpen(): void {
    if (this.#closed) throw closedError();
  }

  /**
   * Runs work with a signal. Rejects as soon as the caller's signal aborts, the time is over or the scope
   * closes, even if the work ignores its signal. The work stays registered until it has settled.
   */
  run<Value>(
    { name, callerSignal, timeout }: RunOptions,
    work: (signal: AbortSignal) => Promise<Value>,
  ): Promise<Value> {
    const call = new Call(this, name, callerSignal);
    call.beginWork();
    const timer = new PhaseTimer(this.#clock, () => call.abort(timeout?.createError()));
    if (timeout) timer.start(timeout.ms);
    return new Promise((resolve, reject) => {
      const stopListening = call.onAbort((reason) => {
        timer.stop();
        reject(reason);
      });
      const end = (): void => {
        timer.stop();
        stopListening();
        call.endWork();
        // Ends whatever the work left open, such as an unread body.
        call.abort(new DOMException('The call has ended', 'AbortError'));
      };
      const working = call.aborted ? Promise.reject(call.signal.reason) : work(call.signal);
      working.finally(end).then(resolve, reject);
    });
  }

  /** Aborts all calls, and every later one, with `closed`. Resolves when none is in flight any more. */
  close(): Promise<void> {
    this.#closed = true;
    for (const call of this.#active) call.abort(closedError());
    if (this.#active.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  /** The names of the calls in flight. */
  get names(): readonly string[] {
    return [...this.#active].map(({ name }) => name);
  }

  add(call: Call): ActiveEntry<Call> {
    return this.#active.add(call);
  }

  delete(entry: ActiveEntry<Call>): void {
    this.#active.delete(entry);
    if (this.#active.size === 0) this.#onEmpty?.();
  }
}

/**
 * One chat, `models()` call or creation of a provider. It is registered with its scope and listens to the
 * caller's signal exactly while some of its work is in flight, so that a call that nobody continues can be
 * collected.
 */
export class Call implements Abortable {
  /** Names the call in the error of a `close()` that timed out. */
  readonly name: string;
  readonly #scope: CallScope;
  readonly #callerSignal: AbortSignal | undefined;
  /** Created when it is first used: most chats end without it, and a signal is slow to create and to listen to. */
  #controller: AbortController | undefined;
  #ending: { readonly reason: unknown } | undefined;
  readonly #listeners = new Set<(reason: unknown) => void>();
  #inFlight = 0;
  #entry: ActiveEntry<Call> | undefined;
  #stopListening: (() => void) | undefined;
  #settled = false;

  constructor(scope: CallScope, name: string, callerSignal: AbortSignal | undefined) {
    this.#scope = scope;
    this.name = name;
    this.#callerSignal = callerSignal;
  }

  /** Starts one piece of work. Each needs one `endWork()`. Aborts the call if the scope is closed. */
  beginWork(): void {
    this.#inFlight += 1;
    if (this.#inFlight > 1) return;
    if (this.#scope.closed) this.abort(closedError());
    this.#entry = this.#scope.add(this);
    if (this.#callerSignal && !this.#settled) {
      this.#stopListening = onAbort(this.#callerSignal, (reason) => this.abort(reason));
    }
  }

  /** Ends one piece of work, its cleanup included. */
  endWork(): void {
    this.#inFlight -= 1;
    if (this.#inFlight > 0) return;
    this.#ignoreCaller();
    if (this.#entry) this.#scope.delete(this.#entry);
    this.#entry = undefined;
    this.onIdle();
  }

  /** Ends listening to the caller's signal: the result of the call is known, only cleanup may be in flight. */
  settle(): void {
    this.#settled = true;
    this.#ignoreCaller();
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** Aborts the work in flight and all later work; the first reason counts. */
  abort(reason: unknown): void {
    if (this.#ending) return;
    this.#ending = { reason };
    for (const listener of this.#listeners) listener(reason);
    this.#controller?.abort(reason);
  }

  /** Aborts when the caller, `abort()` or the `close()` of the runtime ends the call. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#ending) this.#controller.abort(this.#ending.reason);
    }
    return this.#controller.signal;
  }

  onAbort(callback: (reason: unknown) => void): () => void {
    if (this.#ending) callback(this.#ending.reason);
    else this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  get aborted(): boolean {
    return this.#ending !== undefined || this.#callerSignal?.aborted === true;
  }

  /** @throws the reason, if the call or the caller's signal has aborted */
  throwIfAborted(): void {
    if (this.#ending) throw this.#ending.reason;
    if (this.#callerSignal?.aborted) throw this.#callerSignal.reason;
  }

  /** Called when the last piece of work has ended. */
  protected onIdle(): void {}

  #ignoreCaller(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
  }
}
