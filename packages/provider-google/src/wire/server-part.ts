import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

const fields: readonly string[] = [
  'toolCall',
  'toolResponse',
  'executableCode',
  'codeExecutionResult',
];

/** Whether a part belongs to a tool that the vendor runs: its call, or its result. */
export function isServerPart(part: JsonObject): boolean {
  return fields.some((name) => part[name] !== undefined && part[name] !== null);
}

/** Returns the part that a text without content represents. */
export function readServerPart(metadata: JsonObject | undefined): JsonObject | undefined {
  const part: JsonValue | undefined = metadata?.part;
  return isJsonObject(part) && isServerPart(part) ? part : undefined;
}
