import type { JsonValue } from '@understudy/core/provider';
import { isJsonObject } from '@understudy/provider-utils';

/** Merges an option into an encoded field: objects by their fields, lists by their values. */
export function mergeOption(
  encoded: JsonValue | undefined,
  option: JsonValue | undefined,
): JsonValue | undefined {
  if (option === undefined) return encoded;
  if (isJsonObject(encoded) && isJsonObject(option)) return { ...encoded, ...option };
  if (Array.isArray(encoded) && Array.isArray(option)) return [...new Set([...encoded, ...option])];
  return option;
}
