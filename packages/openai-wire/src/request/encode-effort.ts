import type { JsonObject, ReasoningEffort } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import { findNearestEffort } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

import type { Quirks } from '../quirks.ts';

/** What turns reasoning off. */
const switches: Readonly<Record<NonNullable<Quirks['thinkingSwitch']>, JsonObject>> = {
  thinking: { thinking: { type: 'disabled' } },
  enable_thinking: { enable_thinking: false },
  reasoning: { reasoning: { enabled: false } },
};

/** Encodes the effort of reasoning. Some vendors have a field of their own that turns it off. */
export function encodeEffort(
  effort: ReasoningEffort | undefined,
  { thinkingSwitch, reasoningEfforts: accepted }: Quirks,
  warn: Warn,
): JsonObject {
  if (effort === undefined) return {};
  if (effort === 'none' && thinkingSwitch !== undefined) return switches[thinkingSwitch];
  const nearest = accepted ? (findNearestEffort(effort, accepted) ?? effort) : effort;
  if (nearest !== effort) warn(`reasoningEffort "${effort}" sent as "${nearest}"`);
  return { reasoning_effort: nearest };
}

/** Whether fields of a request turn reasoning off. */
export function isThinkingOff(fields: JsonObject): boolean {
  const { thinking, enable_thinking: enabled, reasoning } = fields;
  return (
    enabled === false ||
    (isJsonObject(thinking) && thinking.type === 'disabled') ||
    (isJsonObject(reasoning) && reasoning.enabled === false)
  );
}
