import type { Attempt } from '../chat/attempt.ts';

/** What happened in a chain. */
export type TelemetryEvent =
  | { readonly type: 'attempt-start' | 'attempt-end'; readonly attempt: Attempt }
  | {
      readonly type: 'breaker';
      readonly provider: string;
      readonly model: string;
      /** What the breaker of this target has become. */
      readonly state: 'closed' | 'open' | 'half-open';
    };

/** Where the story is told. */
export interface Telemetry {
  /** False when nobody listens; nothing is built then. */
  readonly enabled: boolean;
  emit(event: TelemetryEvent): void;
}
