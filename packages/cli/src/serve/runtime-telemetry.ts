import type { AttemptScope, Telemetry, TelemetryEvent } from '@understudy/core';

type BreakerEvent = Extract<TelemetryEvent, { readonly type: 'breaker' }>;

/** Creates the telemetry of each runtime. The circuit breakers of a runtime that was replaced count as closed. */
export class RuntimeTelemetry {
  readonly #receiver: Telemetry;
  #created: readonly ForwardedTelemetry[] = [];

  /** @param receiver - receives the events of all runtimes */
  constructor(receiver: Telemetry) {
    this.#receiver = receiver;
  }

  /** Returns the telemetry of a runtime that is about to be created. */
  create(): Telemetry {
    const telemetry = new ForwardedTelemetry(this.#receiver);
    this.#created = [...this.#created, telemetry];
    return telemetry;
  }

  /** Call it when the runtime that was created last has replaced the previous one. */
  keepLast(): void {
    for (const telemetry of this.#created.slice(0, -1)) telemetry.retire();
    this.#created = this.#created.slice(-1);
  }
}

class ForwardedTelemetry implements Telemetry {
  readonly #receiver: Telemetry;
  /** The last events of the circuit breakers that are not closed, by target. */
  readonly #open = new Map<string, BreakerEvent>();
  #isRetired = false;

  constructor(receiver: Telemetry) {
    this.#receiver = receiver;
  }

  get enabled(): boolean {
    return this.#receiver.enabled;
  }

  emit(event: TelemetryEvent): void {
    if (event.type === 'breaker') {
      if (this.#isRetired) return;
      const target = `${event.provider}/${event.model}`;
      if (event.state === 'closed') this.#open.delete(target);
      else this.#open.set(target, event);
    }
    this.#receiver.emit(event);
  }

  within<Value>(attempt: AttemptScope, work: () => Promise<Value>): Promise<Value> {
    return this.#receiver.within?.(attempt, work) ?? work();
  }

  /** Its chats in flight still change its breakers, which no new chat uses. */
  retire(): void {
    for (const event of this.#open.values()) this.emit({ ...event, state: 'closed' });
    this.#isRetired = true;
  }
}
