import { fail } from '../sentences.ts';
import type { AnswerPart, Scene, Stage, StagedReply } from '../stage.ts';

/**
 * The bytes of a scene.
 *
 * @throws AssertionError when the stage has none
 */
export function findReply(stage: Stage | undefined, scene: Scene): StagedReply {
  const reply = stage && replyTo(stage, scene);
  const advice = "where the vendor can't say that, give the reason in `without`";
  return reply ?? fail(`${describe(scene)}, and it returned undefined; ${advice}`);
}

/** What a stage has for a scene; undefined where the vendor can't play it. */
export function replyTo(stage: Stage, scene: Scene): StagedReply | undefined {
  return scene.type === 'answer' ? stage.answer(scene.parts) : stage.refuse(scene.refusal);
}

function describe(scene: Scene): string {
  if (scene.type === 'refusal') {
    return `expected stage.refuse to return the reply that says ${scene.refusal.code}`;
  }
  return `expected stage.answer to return a reply that says ${scene.parts.map(tell).join(', ')}`;
}

function tell(part: AnswerPart): string {
  if (part.type === 'finish') return `finish "${part.reason}"`;
  return part.type === 'error' ? `error "${part.code}"` : part.type;
}
