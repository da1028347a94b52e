import { texts } from '../answers.ts';
import type { ConformanceOptions } from '../conformance-options.ts';

/** Whether the vendor can say words and then rest: one that answers in a single piece can't. */
export function canPause({ stage }: ConformanceOptions): boolean {
  return !stage || stage.answer(texts) !== undefined;
}
