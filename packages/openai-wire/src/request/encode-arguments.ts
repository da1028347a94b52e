import { encodeCallInput, isJsonObject, parseJson } from '@understudy/provider-utils';
import { toWellFormedObject } from '@understudy/provider-utils/internal';
import type { Warn } from '@understudy/provider-utils/internal';

/** The escape sequence of a surrogate in JSON text. It may be a lone one. */
const escapedSurrogate = /\\u[dD][89a-fA-F]/;

/** Encodes the arguments of an earlier call as JSON text. Vendors parse it and reject what is not a JSON object. */
export function encodeArguments(argumentsText: string, warn: Warn): string {
  const value = parseJson(argumentsText);
  if (!isJsonObject(value)) return JSON.stringify(encodeCallInput(argumentsText, warn));
  if (!escapedSurrogate.test(argumentsText)) return argumentsText;
  const wellFormed = toWellFormedObject(value);
  return wellFormed === value ? argumentsText : JSON.stringify(wellFormed);
}
