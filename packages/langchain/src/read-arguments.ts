import type { JsonObject, ToolCall } from '@understudy/core';
import { isJsonObject, parseJson } from '@understudy/core/internal';

/**
 * Returns the arguments of a call, or undefined if it cannot be run. A tool without parameters can have no arguments.
 */
export function readArguments({
  argumentsText,
  incomplete,
}: Pick<ToolCall, 'argumentsText' | 'incomplete'>): JsonObject | undefined {
  if (incomplete === true) return undefined;
  const input = argumentsText.trim() === '' ? {} : parseJson(argumentsText);
  return isJsonObject(input) ? input : undefined;
}
