import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';

/** A `Telemetry` for tests. It records the events. */
export class RecordingTelemetry implements Telemetry {
  readonly enabled = true;
  readonly events: TelemetryEvent[] = [];

  emit(event: TelemetryEvent): void {
    this.events.push(event);
  }
}
