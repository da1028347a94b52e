import { isJsonObject, parseJson } from '@understudy/provider-utils';

import type { Warn } from './encode-content.ts';
import { toWellFormedObject } from './to-well-formed.ts';

/** The escape sequence of a surrogate in JSON text. It may be a lone one. */
const escapedSurrogate = /\\u[dD][89a-fA-F]/;

/**
 * Encodes the arguments of an earlier call. Vendors parse them and reject what is not a JSON object, although the model
 * wrote it. Other text is sent as a field, so that the model can see its mistake.
 */
export function encodeArguments(argumentsText: string, warn: Warn): string {
  const value = parseJson(argumentsText);
  if (isJsonObject(value)) {
    if (!escapedSurrogate.test(argumentsText)) return argumentsText;
    const wellFormed = toWellFormedObject(value);
    return wellFormed === value ? argumentsText : JSON.stringify(wellFormed);
  }
  const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
  if (isEmpty || argumentsText.trim() === '') return '{}';
  warn('arguments of a tool call sent as a field "invalid_arguments": they are not a JSON object');
  return JSON.stringify({ invalid_arguments: argumentsText.toWellFormed() });
}
