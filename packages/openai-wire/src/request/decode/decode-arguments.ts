import { isJsonObject } from '@understudy/provider-utils';
import { readOptional, readTextValue } from '@understudy/provider-utils/internal';
import type { Field } from '@understudy/provider-utils/internal';

/** Clients of servers whose arguments are objects send them back as objects. */
export function decodeArguments(field: Field): string {
  if (isJsonObject(field.value)) return JSON.stringify(field.value);
  return readOptional(field, readTextValue) ?? '';
}
