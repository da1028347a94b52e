import type { ContestantEntry } from './contestant.ts';
import type { Measure } from './measure.ts';

export interface Upstream {
  readonly url: string;
  close(): Promise<void>;
}

/** One setting of a scenario: the same upstream and the same work for every contestant. */
export interface Variant {
  readonly name: string;
  /** Called in the upstream's process only. */
  readonly startUpstream?: (() => Promise<Upstream>) | undefined;
  /** The first one is the base that the others are compared with. */
  readonly contestants: readonly ContestantEntry[];
}

interface ScenarioBase {
  readonly name: string;
  readonly title: string;
  readonly variants: readonly Variant[];
}

/** Contestants side by side. */
export interface Comparison extends ScenarioBase {
  readonly kind: 'comparison';
  readonly measures: readonly Measure[];
  /** Where a repetition is one call, or little differs: never fewer than these. */
  readonly leastRepetitions?: number | undefined;
}

/** Contestants watched for minutes, one after the other; runs only when it is named. */
export interface Endurance extends ScenarioBase {
  readonly kind: 'endurance';
  /** Who has to hold the limits; the others are shown beside. */
  readonly contestant: string;
  readonly maxRssMegabytes: number;
  readonly maxHeapDrift: number;
}

export type Scenario = Comparison | Endurance;
