import type { JsonObject, ReasoningEffort } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

import type { Quirks } from '../quirks.ts';

/** Encodes the effort of reasoning. Some vendors have a field of their own that turns it off. */
export function encodeEffort(
  effort: ReasoningEffort | undefined,
  { thinkingSwitch }: Quirks,
): JsonObject {
  if (effort === undefined) return {};
  if (effort !== 'none' || thinkingSwitch === undefined) return { reasoning_effort: effort };
  return thinkingSwitch === 'thinking'
    ? { thinking: { type: 'disabled' } }
    : { enable_thinking: false };
}

/** Whether fields of a request turn reasoning off. */
export function isThinkingOff(fields: JsonObject): boolean {
  const { thinking, enable_thinking: enabled } = fields;
  return enabled === false || (isJsonObject(thinking) && thinking.type === 'disabled');
}
