import { fail } from '../sentences.ts';
import type { ResponsePart, ScriptedResponse, WireFormat, MockReply } from '../wire-format.ts';

/**
 * The bytes of a scene.
 *
 * @throws AssertionError when the stage has none
 */
export function findReply(stage: WireFormat | undefined, scene: ScriptedResponse): MockReply {
  const reply = stage && replyTo(stage, scene);
  const advice = "where the vendor can't say that, give the reason in `without`";
  return reply ?? fail(`${describe(scene)}, and it returned undefined; ${advice}`);
}

/** What a stage has for a scene; undefined where the vendor can't play it. */
export function replyTo(stage: WireFormat, scene: ScriptedResponse): MockReply | undefined {
  return scene.type === 'response'
    ? stage.encodeResponse(scene.parts)
    : stage.encodeError(scene.error);
}

function describe(scene: ScriptedResponse): string {
  if (scene.type === 'error') {
    return `expected stage.refuse to return the reply that says ${scene.error.code}`;
  }
  return `expected stage.answer to return a reply that says ${scene.parts.map(tell).join(', ')}`;
}

function tell(part: ResponsePart): string {
  if (part.type === 'finish') return `finish "${part.reason}"`;
  return part.type === 'error' ? `error "${part.code}"` : part.type;
}
