import type { JsonValue } from '@understudy/core/provider';

/** Whether a value contains nothing, whatever its type should be. PHP encodes an empty object as a list. */
export function isEmptyValue(value: JsonValue | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}
