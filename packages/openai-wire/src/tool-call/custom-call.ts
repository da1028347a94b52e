import type { JsonObject } from '@understudy/core/provider';
import { parseJson, readArray, readObject, readString } from '@understudy/provider-utils';

/**
 * The type of a call of a custom tool, whose input is text and not JSON. Its arguments here are a JSON object with the
 * field `input`, and its `providerMetadata` has this type.
 */
export const customCallType = 'custom_tool_call';

/** Returns the input of a custom tool from the arguments of its call. */
export function readCustomInput(argumentsText: string): string {
  return readString(parseJson(argumentsText), 'input') ?? argumentsText;
}

/** Returns the names of the custom tools in the options of a chat completion. */
export function readCustomTools(options: JsonObject): ReadonlySet<string> {
  const tools = readArray(options, 'tools') ?? [];
  const names = tools.map((tool) => readString(readObject(tool, 'custom'), 'name'));
  return new Set(names.filter((name) => name !== undefined));
}
