import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/**
 * Returns a choice for a client that offers `functions`: the first call of its message or delta is `function_call`.
 * Such a client knows no other call, and requests have `parallel_tool_calls: false`.
 */
export function toFunctionChoice({ message, delta, ...choice }: JsonObject): JsonObject {
  return {
    ...choice,
    ...(isJsonObject(message) && { message: toFunctionCall(message) }),
    ...(isJsonObject(delta) && { delta: toFunctionCall(delta) }),
    ...(choice.finish_reason === 'tool_calls' && { finish_reason: 'function_call' }),
  };
}

function toFunctionCall({ tool_calls: calls, ...others }: JsonObject): JsonObject {
  const [first] = Array.isArray(calls) ? calls : [];
  const { index = 0, function: definition } = isJsonObject(first) ? first : {};
  const isFirst = index === 0 && isJsonObject(definition);
  return { ...others, ...(isFirst && { function_call: definition }) };
}
