import type { TelemetryEvent } from '@understudy/core';

import type { Scenario } from './scenario.ts';
import type { CallRecord } from './simulated-call.ts';
import type { Answer } from './simulated-provider.ts';

/** Everything that happened in a scenario. */
export interface Run {
  readonly scenario: Scenario;
  readonly records: readonly CallRecord[];
  readonly answers: readonly Answer[];
  readonly told: readonly { readonly at: number; readonly event: TelemetryEvent }[];
  readonly unhandled: readonly unknown[];
  /** What was left when all was closed. */
  readonly timersLeft: number;
  /** Places at targets that nobody gave back. */
  readonly placesLeft: number;
  /** Callers that never came to an end. */
  readonly hung: number;
  readonly violations: readonly string[];
}
