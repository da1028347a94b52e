import type { Clock } from '../../ports/clock.ts';
import type { ActiveEntry } from '../../scope/active-set.ts';
import { ActiveSet } from '../../scope/active-set.ts';
import { MinuteWindow } from './minute-window.ts';
import type { Reservation } from './minute-window.ts';

/** The limits of an app for one target. Undefined is no limit. */
export interface TargetLimits {
  readonly maxConcurrent?: number | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

/** What one attempt needs. */
export interface Demand {
  readonly limits: TargetLimits;
  /** The estimated tokens of request and response; 0 without `tokensPerMinute`. */
  readonly tokens: number;
}

/** Which limit an attempt has to wait for. */
export interface LimitBlock {
  readonly limit: keyof TargetLimits;
  /** What the limit allows. */
  readonly allowed: number;
  /** How many other chats wait already. */
  readonly queued: number;
  /** When it ends, on the monotonic clock. Undefined if that depends on other attempts or chats. */
  readonly until: number | undefined;
}

interface Shortage {
  readonly limit: keyof TargetLimits;
  /** When it ends, on the monotonic clock. Undefined if that depends on other attempts. */
  readonly until: number | undefined;
}

/**
 * The limits of one target, and the queue of the chats that wait for them. The queue is served strictly in its order.
 * The queue is empty while its first entry fits.
 */
export class Limiter {
  readonly #clock: Clock;
  /** Without a limit, nothing is recorded. */
  #requests: MinuteWindow | undefined;
  #tokens: MinuteWindow | undefined;
  /** In the order of arrival. */
  readonly #queue = new ActiveSet<QueueEntry>();
  #inFlight = 0;
  #stopTimer: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many attempts are in flight. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Whether nothing is in flight, waiting or recorded. */
  get idle(): boolean {
    const isEmpty = this.#inFlight === 0 && this.#queue.size === 0;
    return isEmpty && (this.#requests?.isEmpty ?? true) && (this.#tokens?.isEmpty ?? true);
  }

  /** How many chats wait. */
  get queued(): number {
    return this.#queue.size;
  }

  /**
   * Returns what an attempt has to wait for, or undefined if it can start.
   *
   * @param isQueued - whether the chat waits in the queue
   */
  findBlock({ limits, tokens }: Demand, isQueued: boolean = false): LimitBlock | undefined {
    if (!hasLimit(limits)) return undefined;
    const shortage = this.#shortage({ limits, tokens });
    const queued = this.#queue.size - (isQueued ? 1 : 0);
    // An attempt in flight can use less than it has reserved.
    const until = this.#inFlight === 0 ? shortage?.until : undefined;
    if (shortage) return { ...toLimit(shortage.limit, limits), queued, until };
    const { first } = this.#queue;
    if (!first) return undefined;
    // The chats of other chains can have other limits for the target.
    const limit = this.#shortage(first.demand)?.limit ?? findLimit(first.demand.limits);
    return { ...toLimit(limit, first.demand.limits), queued, until: undefined };
  }

  /** Returns the right to start an attempt. Call it only if nothing blocks it. */
  take(demand: Demand, queuedMs = 0): Slot {
    this.#inFlight += 1;
    const reserved = {
      request: this.#requests?.reserve(1),
      tokens: this.#tokens?.reserve(demand.tokens),
    };
    return new Slot(this, demand.limits, reserved, queuedMs);
  }

  /** Joins the queue at its end. `onTurn` is called once, with the right to start an attempt. */
  join(demand: Demand, onTurn: (slot: Slot) => void): QueueEntry {
    const entry = new QueueEntry(this, demand, this.#clock.now(), onTurn);
    entry.node = this.#queue.add(entry);
    this.#serve();
    return entry;
  }

  /** Has no effect after the turn of the chat. */
  leave(entry: QueueEntry): void {
    if (!entry.node) return;
    this.#remove(entry);
    this.#serve();
  }

  /** Reserves one more request of an attempt; false if `requestsPerMinute` is reached. */
  reserveRequest({ requestsPerMinute }: TargetLimits): boolean {
    if (this.#requestShortage(requestsPerMinute)) return false;
    this.#requests?.add(1);
    return true;
  }

  release(): void {
    this.#inFlight -= 1;
    this.#serve();
  }

  /** Starts attempts from the beginning of the queue, as long as they fit. */
  #serve(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    for (let entry = this.#queue.first; entry; entry = this.#queue.first) {
      const shortage = this.#shortage(entry.demand);
      if (shortage) {
        this.#serveAt(shortage.until);
        return;
      }
      this.#remove(entry);
      entry.onTurn(this.take(entry.demand, this.#clock.now() - entry.joinedAt));
    }
  }

  #remove(entry: QueueEntry): void {
    if (entry.node) this.#queue.delete(entry.node);
    entry.node = undefined;
  }

  #serveAt(instant: number | undefined): void {
    if (instant === undefined) return;
    this.#stopTimer = this.#clock.setTimer(() => this.#serve(), instant - this.#clock.now());
  }

  #shortage({ limits, tokens }: Demand): Shortage | undefined {
    const { maxConcurrent, requestsPerMinute, tokensPerMinute } = limits;
    if (maxConcurrent !== undefined && this.#inFlight >= maxConcurrent)
      return { limit: 'maxConcurrent', until: undefined };
    return this.#requestShortage(requestsPerMinute) ?? this.#tokenShortage(tokens, tokensPerMinute);
  }

  #requestShortage(allowed: number | undefined): Shortage | undefined {
    if (allowed === undefined) return undefined;
    this.#requests ??= new MinuteWindow(this.#clock);
    const until = this.#requests.fitsAt(1, allowed);
    return this.#isLater(until) ? { limit: 'requestsPerMinute', until } : undefined;
  }

  #tokenShortage(tokens: number, allowed: number | undefined): Shortage | undefined {
    if (allowed === undefined) return undefined;
    this.#tokens ??= new MinuteWindow(this.#clock);
    const until = this.#tokens.fitsAt(tokens, allowed);
    return this.#isLater(until) ? { limit: 'tokensPerMinute', until } : undefined;
  }

  #isLater(until: number | undefined): boolean {
    return until === undefined || until > this.#clock.now();
  }
}

/** A chat that waits in the queue of a target. */
export class QueueEntry {
  readonly demand: Demand;
  /** On the monotonic clock. */
  readonly joinedAt: number;
  readonly onTurn: (slot: Slot) => void;
  /** The position in the queue. Undefined after the turn, and after `leave()`. */
  node: ActiveEntry<QueueEntry> | undefined;
  readonly #limiter: Limiter;

  constructor(limiter: Limiter, demand: Demand, joinedAt: number, onTurn: (slot: Slot) => void) {
    this.#limiter = limiter;
    this.demand = demand;
    this.joinedAt = joinedAt;
    this.onTurn = onTurn;
  }

  leave(): void {
    this.#limiter.leave(this);
  }
}

/** What an attempt has reserved of the limits of a minute. */
interface Reserved {
  readonly request: Reservation | undefined;
  readonly tokens: Reservation | undefined;
}

/** The right to run one attempt within the limits. Release it once. */
export class Slot {
  /** How long the chat waited in the queue. */
  readonly queuedMs: number;
  readonly #limiter: Limiter;
  readonly #limits: TargetLimits;
  readonly #reserved: Reserved;

  constructor(limiter: Limiter, limits: TargetLimits, reserved: Reserved, queuedMs: number) {
    this.queuedMs = queuedMs;
    this.#limiter = limiter;
    this.#limits = limits;
    this.#reserved = reserved;
  }

  /** Reports that the first request is sent. */
  start(): void {
    this.#reserved.request?.start();
    this.#reserved.tokens?.start();
  }

  /** Reserves one more request; false if `requestsPerMinute` is reached. */
  reserveRequest(): boolean {
    return this.#limiter.reserveRequest(this.#limits);
  }

  /** @param tokens - the tokens that were used; undefined if the vendor reported none */
  release(tokens?: number): void {
    if (tokens !== undefined) this.#reserved.tokens?.settle(tokens);
    this.#reserved.request?.end();
    this.#reserved.tokens?.end();
    this.#limiter.release();
  }
}

function toLimit(
  limit: keyof TargetLimits,
  limits: TargetLimits,
): Pick<LimitBlock, 'limit' | 'allowed'> {
  return { limit, allowed: limits[limit] ?? 0 };
}

function hasLimit({ maxConcurrent, requestsPerMinute, tokensPerMinute }: TargetLimits): boolean {
  return (maxConcurrent ?? requestsPerMinute ?? tokensPerMinute) !== undefined;
}

/** Returns the first limit that is set. */
function findLimit({ maxConcurrent, requestsPerMinute }: TargetLimits): keyof TargetLimits {
  if (maxConcurrent !== undefined) return 'maxConcurrent';
  return requestsPerMinute === undefined ? 'tokensPerMinute' : 'requestsPerMinute';
}
