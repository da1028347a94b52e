import { stalled } from '../answers.ts';
import type { Scene, Stage } from '../stage.ts';
import type { Subject } from '../subject.ts';
import { replyTo } from './find-reply.ts';

/** Whether the vendor has a way to play a scene; one without a stage can play all of them. */
export function canSay(stage: Stage | undefined, scene: Scene): boolean {
  return !stage || replyTo(stage, scene) !== undefined;
}

/** Whether the vendor can say words and then rest: one that answers in a single piece can't. */
export function canPause({ stage }: Subject): boolean {
  return canSay(stage, stalled);
}
