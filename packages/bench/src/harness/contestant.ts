import type { Sample } from './measure.ts';

/** A measured repetition. The warm-up is not counted. */
export interface Repetition {
  readonly index: number;
  readonly count: number;
}

/** Repeats the same work in a process of its own. */
export interface Contestant {
  /** @throws if the work fails or its result is wrong, so that no number is returned for it */
  repeat(repetition: Repetition | 'warm-up'): Promise<Sample>;
  close(): Promise<void>;
}

export interface ContestantEntry {
  readonly name: string;
  /** Called only in the contestant's process. Modules of the contestant are imported inside it. */
  readonly create: (upstreamUrl: string) => Promise<Contestant>;
}
