import { isJsonObject } from '@understudy/provider-utils';
import type { Field } from '@understudy/provider-utils/internal';

/**
 * Returns the output of a tool as a text, a list of parts, or nothing. Clients also send the value that a function has
 * returned, which becomes JSON, and one part without a list.
 */
export function toOutput(field: Field): Field {
  const { value } = field;
  if (value === undefined || typeof value === 'string') return field;
  if (isPart(value)) return { ...field, value: [value] };
  const isList = Array.isArray(value) && value.every(isPart);
  return isList ? field : { ...field, value: JSON.stringify(value) };
}

function isPart(value: unknown): boolean {
  return isJsonObject(value) && typeof value.type === 'string';
}
