import type { Sample } from './measure.ts';

/** Which repetition is asked for, counted from 0; the warm-up is none of them. */
export interface Repetition {
  readonly index: number;
  readonly count: number;
}

/** Somebody who can be asked to do the same work again and again, in a process of its own. */
export interface Contestant {
  /** @throws when the work fails or its outcome is wrong: that is never a number */
  repeat(repetition: Repetition | 'warm-up'): Promise<Sample>;
  close(): Promise<void>;
}

export interface ContestantEntry {
  readonly name: string;
  /** Called in the contestant's process only; what it needs is imported there, and nowhere else. */
  readonly create: (upstreamUrl: string) => Promise<Contestant>;
}
