import type { JsonObject } from '@understudy/core/provider';
import type { Warn } from '@understudy/provider-utils/internal';

const outputTypes: readonly unknown[] = ['function_call_output', 'custom_tool_call_output'];

/**
 * Removes reasoning that no message and no call of the model follows. The API rejects it, for example after a response
 * that ended in its reasoning.
 */
export function removeUnfollowed(items: readonly JsonObject[]): readonly JsonObject[] {
  const kept: JsonObject[] = [];
  for (const item of items.toReversed()) {
    const next = kept.at(-1);
    if (item.type !== 'reasoning' || (next && isOfModel(next))) kept.push(item);
  }
  return kept.toReversed();
}

function isOfModel({ role, type }: JsonObject): boolean {
  return role === undefined ? !outputTypes.includes(type) : role === 'assistant';
}

interface ResultSettings {
  readonly warn: Warn;
  readonly customCalls: ReadonlySet<string>;
}

/** The API rejects a call without its result. */
export function encodeMissingResults(
  ids: readonly string[],
  { warn, customCalls }: ResultSettings,
): readonly JsonObject[] {
  if (ids.length > 0) warn('result added to a tool call without one: "No result."');
  return ids.map((id) => ({
    type: customCalls.has(id) ? 'custom_tool_call_output' : 'function_call_output',
    call_id: id,
    output: 'No result.',
  }));
}
