import type { ClauseContext } from '../clause-context.ts';
import { stalled } from '../responses.ts';
import type { ScriptedResponse, WireFormat } from '../wire-format.ts';
import { replyTo } from './find-reply.ts';

/** Whether the vendor has a way to play a scene; one without a stage can play all of them. */
export function supports(stage: WireFormat | undefined, scene: ScriptedResponse): boolean {
  return !stage || replyTo(stage, scene) !== undefined;
}

/** Whether the vendor can say words and then rest: one that answers in a single piece can't. */
export function canPause({ wireFormat }: ClauseContext): boolean {
  return supports(wireFormat, stalled);
}
