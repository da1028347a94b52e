import { isJsonObject } from '@understudy/provider-utils';

/**
 * Returns the items of a list, or undefined for another value. Some servers send one object instead of a list of one.
 */
export function toList<Value>(value: Value | readonly Value[]): readonly Value[] | undefined {
  if (Array.isArray(value)) return value;
  return isJsonObject(value) ? [value] : undefined;
}
