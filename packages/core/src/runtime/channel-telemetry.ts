import { channel } from 'node:diagnostics_channel';

import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';

const attempts = 'understudy:attempt';
const breakers = 'understudy:breaker';

/**
 * Publishes events on the channels `understudy:attempt` and `understudy:breaker` of `node:diagnostics_channel`,
 * and passes them to the app's own listener.
 */
export class ChannelTelemetry implements Telemetry {
  readonly #attempts = channel(attempts);
  readonly #breakers = channel(breakers);
  readonly #listener: ((event: TelemetryEvent) => void) | undefined;

  constructor(listener?: (event: TelemetryEvent) => void) {
    this.#listener = listener;
  }

  get enabled(): boolean {
    return (
      this.#listener !== undefined || this.#attempts.hasSubscribers || this.#breakers.hasSubscribers
    );
  }

  emit(event: TelemetryEvent): void {
    (event.type === 'breaker' ? this.#breakers : this.#attempts).publish(event);
    this.#listener?.(event);
  }
}
