import type { JsonObject } from '@understudy/core/provider';
import { isJsonObject, readString } from '@understudy/provider-utils';

/**
 * Returns the fields of a tool call that have no counterpart, and that the API needs in the next request: the program
 * that called the function, and whether the response continues without the result.
 */
export function readCallFields({ caller, async }: JsonObject): JsonObject {
  const isProgram = isJsonObject(caller) && readString(caller, 'caller_id') !== undefined;
  return { ...(isProgram && { caller }), ...(async === true && { async }) };
}
