import { isJsonObject } from '@understudy/provider-utils';
import type { Field } from '@understudy/provider-utils/internal';

/** The types of parts of both APIs. A value that a function has returned can have another `type`. */
const partTypes: readonly unknown[] = [
  'text',
  'input_text',
  'output_text',
  'image_url',
  'input_image',
  'input_file',
  'file',
];

/**
 * Returns the output of a tool as a text, a list of parts, or nothing. Clients also send the value that a function has
 * returned, which becomes JSON, and one part without a list.
 */
export function toOutput(field: Field): Field {
  const { value } = field;
  if (value === undefined || typeof value === 'string') return field;
  if (isJsonObject(value) && partTypes.includes(value.type)) return { ...field, value: [value] };
  const isList = Array.isArray(value) && value.every(hasType);
  return isList ? field : { ...field, value: JSON.stringify(value) };
}

/** A part of a type that is not known is kept for targets with the same format. */
function hasType(value: unknown): boolean {
  return isJsonObject(value) && typeof value.type === 'string';
}
