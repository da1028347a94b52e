import type { Attempt } from '../chat/attempt.ts';

/** The start or end of an attempt, or a change of a circuit breaker. */
export type TelemetryEvent =
  | { readonly type: 'attempt-start' | 'attempt-end'; readonly attempt: Attempt }
  | {
      readonly type: 'breaker';
      readonly provider: string;
      readonly model: string;
      /** The new state of the target's circuit breaker. */
      readonly state: 'closed' | 'open' | 'half-open';
    };

/** Receives events about attempts and circuit breakers. */
export interface Telemetry {
  /** Whether there is a subscriber. If false, no events are created. */
  readonly enabled: boolean;
  /** Called synchronously, in the order of the events. */
  emit(event: TelemetryEvent): void;
}
