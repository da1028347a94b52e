import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';
import type { Warn } from '@understudy/provider-utils/internal';

import { ClientCalls } from '../kept-item.ts';

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

/** Removes calls that have no output, and that the client should have run. The API rejects them. */
export function removeUnanswered(items: readonly JsonObject[], warn: Warn): readonly JsonObject[] {
  const calls = new ClientCalls();
  for (const item of items) calls.read(item);
  const answered = items.filter((item) => !calls.has(item));
  if (answered.length < items.length) warn('call omitted: it has no output');
  return answered;
}

/** Removes the caller of calls and results whose program is not part of the conversation any more. */
export function removeLostCallers(items: readonly JsonObject[]): readonly JsonObject[] {
  const programs = new Set(
    items.flatMap(({ type, call_id: id }) => (type === 'program' ? [id] : [])),
  );
  return items.map((item) => {
    if (!isJsonObject(item.caller) || item.caller.type !== 'program') return item;
    if (programs.has(item.caller.caller_id)) return item;
    const { caller: _, ...others } = item;
    return others;
  });
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
