import type { Telemetry, TelemetryEvent } from '../ports/telemetry.ts';

/** Keeps what was told. */
export class RecordingTelemetry implements Telemetry {
  readonly enabled = true;
  readonly events: TelemetryEvent[] = [];

  emit(event: TelemetryEvent): void {
    this.events.push(event);
  }
}
