import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, readObject } from '@understudy/provider-utils';
import { JsonTextFastPath } from '@understudy/provider-utils/internal';

/** The JSON before the text of a delta. Most responses start with an empty text, which has no use here. */
const beforeText = /"content"\s*:\s*"(?!")/;

/** Reads chunks that differ from the previous one only in their text, without JSON.parse. */
export class ChunkFastPath extends JsonTextFastPath {
  constructor() {
    super(beforeText, hasOnlyText);
  }
}

/** Whether the chunk contains this text, and nothing else that would emit an event. */
function hasOnlyText(chunk: JsonValue | undefined, text: string): boolean {
  if (!isJsonObject(chunk) || !Array.isArray(chunk['choices'])) return false;
  const [choice, ...others] = chunk['choices'];
  const delta = readObject(choice, 'delta');
  if (!delta || others.length > 0 || !isJsonObject(choice)) return false;
  const { index = 0, finish_reason: reason = null } = choice;
  return index === 0 && isEmpty(reason) && delta['content'] === text && hasNoOtherContent(delta);
}

function hasNoOtherContent(delta: JsonObject): boolean {
  return Object.entries(delta).every(
    ([name, value]) => name === 'content' || name === 'role' || isEmpty(value),
  );
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
