import type { Attempt } from '../chat/attempt.ts';

/** What happened in a chain. */
export interface TelemetryEvent {
  readonly type: 'attempt-start' | 'attempt-end';
  readonly attempt: Attempt;
}

/** Where the story of attempts is told. */
export interface Telemetry {
  /** False when nobody listens; nothing is built then. */
  readonly enabled: boolean;
  emit(event: TelemetryEvent): void;
}
