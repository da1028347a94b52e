import { texts } from '../answers.ts';
import type { Subject } from '../subject.ts';

/** Whether the vendor can say words and then rest: one that answers in a single piece can't. */
export function canPause({ stage }: Subject): boolean {
  return !stage || stage.answer(texts) !== undefined;
}
