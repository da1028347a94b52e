import { channel } from 'node:diagnostics_channel';

import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';

/** Tells the story on `node:diagnostics_channel`, as the channel `understudy:attempt`. */
export class ChannelTelemetry implements Telemetry {
  readonly #channel = channel('understudy:attempt');

  get enabled(): boolean {
    return this.#channel.hasSubscribers;
  }

  emit(event: TelemetryEvent): void {
    this.#channel.publish(event);
  }
}
