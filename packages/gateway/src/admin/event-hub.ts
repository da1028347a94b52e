import type { AttemptScope, Telemetry, TelemetryEvent } from '@understudy/core';

/** An event with the wall-clock time at which it was emitted, in milliseconds since 1970. */
export type TimedEvent = TelemetryEvent & { readonly time: number };

/**
 * A `Telemetry` whose events `GET /admin/events` sends. Pass it to the runtime as `ports.telemetry` and to
 * `createAdmin()`.
 */
export interface EventHub extends Telemetry {
  /** Calls `listener` for each event, synchronously. Returns the function that ends this. */
  subscribe(listener: (event: TimedEvent) => void): () => void;
}

/** Options of `createEventHub()`. */
export interface EventHubOptions {
  /** Receives every event too. @defaultValue none */
  readonly forwardTo?: Telemetry | undefined;
}

/** Creates an event hub. It needs no `close()`. */
export function createEventHub({ forwardTo }: EventHubOptions = {}): EventHub {
  const hub = new ListenerHub(forwardTo);
  if (!forwardTo?.within) return hub;
  return Object.assign(hub, {
    within: <Value>(attempt: AttemptScope, work: () => Promise<Value>): Promise<Value> =>
      forwardTo.within?.(attempt, work) ?? work(),
  });
}

class ListenerHub implements EventHub {
  readonly #listeners = new Set<(event: TimedEvent) => void>();
  readonly #forwardTo: Telemetry | undefined;

  constructor(forwardTo: Telemetry | undefined) {
    this.#forwardTo = forwardTo;
  }

  get enabled(): boolean {
    return this.#listeners.size > 0 || this.#forwardTo?.enabled === true;
  }

  emit(event: TelemetryEvent): void {
    if (this.#forwardTo?.enabled) this.#forwardTo.emit(event);
    if (this.#listeners.size === 0) return;
    const timed = { ...event, time: Date.now() };
    for (const listener of this.#listeners) listener(timed);
  }

  subscribe(listener: (event: TimedEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
