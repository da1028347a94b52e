import { avoidPair } from '../../stream/cut-text.ts';

/** The part of an answer that one message has room for. */
export interface Slice {
  readonly said: string;
  /** Undefined when nothing was cut off. */
  readonly rest: string | undefined;
}

/** Cuts an answer at the limit, never inside a surrogate pair. */
export function takePortion(answer: string, limit: number): Slice {
  if (answer.length <= limit) return { said: answer, rest: undefined };
  return cutPortion(answer, limit);
}

/** Cuts an answer even when it is short: after so many characters, by default in its middle. */
export function cutPortion(answer: string, after: number = Math.ceil(answer.length / 2)): Slice {
  const end = avoidPair(answer, after);
  return { said: answer.slice(0, end), rest: answer.slice(end) };
}
