import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';

/**
 * Returns the fields of a tool call that have no counterpart, and that the API needs in the next request: the set of
 * tools to which a tool such as `left_click` belongs, and the code that called the tool. A call without code is one of
 * the model itself.
 */
export function readCallFields({ caller, toolset_name: toolset }: JsonObject): JsonObject {
  const isCode = isJsonObject(caller) && readString(caller, 'tool_id') !== undefined;
  return {
    ...(isCode && { caller }),
    ...(typeof toolset === 'string' && toolset !== '' && { toolset_name: toolset }),
  };
}
