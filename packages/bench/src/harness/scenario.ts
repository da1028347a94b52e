import type { ContestantEntry } from './contestant.ts';
import type { Measure } from './measure.ts';

export interface Upstream {
  readonly url: string;
  close(): Promise<void>;
}

/** One configuration of a scenario: an upstream, and the contestants that call it. */
export interface Variant {
  readonly name: string;
  /** Called only in the upstream's process. */
  readonly startUpstream?: (() => Promise<Upstream>) | undefined;
  /** The first contestant is the default reference. */
  readonly contestants: readonly ContestantEntry[];
}

interface ScenarioBase {
  readonly name: string;
  readonly title: string;
  readonly variants: readonly Variant[];
}

/** Compares contestants that run interleaved. */
export interface Comparison extends ScenarioBase {
  readonly kind: 'comparison';
  readonly measures: readonly Measure[];
  /** Minimum number of repetitions, for example if a repetition is one call. */
  readonly minRepetitions?: number | undefined;
}

/** Measures memory for minutes. Contestants run one after the other. Runs only if it is named. */
export interface Endurance extends ScenarioBase {
  readonly kind: 'endurance';
  /** Name of the contestant that has to meet the limits. */
  readonly contestant: string;
  readonly maxRssMegabytes: number;
  readonly maxHeapDrift: number;
  /** How much the peak of the last minute may exceed that of the first. @defaultValue no limit */
  readonly maxRssDrift?: number | undefined;
  /** Arguments of Node.js for the processes of the contestants. @defaultValue none */
  readonly nodeArguments?: readonly string[] | undefined;
}

export type Scenario = Comparison | Endurance;
