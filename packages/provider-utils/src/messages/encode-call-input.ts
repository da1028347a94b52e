import { isJsonObject, parseJson } from '@understudy/core/internal';
import type { JsonObject } from '@understudy/core/provider';

import { parseExactJson } from '../json/exact-json.ts';

const emptyInput = /^(?:null|\[\s*\])?$/;

/** Digits that can be a number which `JSON.parse` rounds. Exact parsing takes about ten times as long. */
const longNumber = /[\d.]{16}|\d[eE]\+?\d{3}/;

/**
 * Returns the arguments of an earlier call as the object that vendors require.
 *
 * Text that is not a JSON object is returned as a field, so that the model can see its mistake. Empty arguments are an
 * empty object. Only pass the result to `JSON.stringify`, see `parseExactJson`.
 *
 * @param warn - called if the text is returned as a field
 */
export function encodeCallInput(
  argumentsText: string,
  warn: (message: string) => void,
): JsonObject {
  const text = argumentsText.trim();
  if (emptyInput.test(text)) return {};
  const value = longNumber.test(text) ? parseExactJson(text) : parseJson(text);
  // A long number is an object of `JSON.rawJSON`.
  if (text.startsWith('{') && isJsonObject(value)) return value;
  warn('arguments of a tool call sent as a field "invalid_arguments": they are not a JSON object');
  return { invalid_arguments: argumentsText.toWellFormed() };
}
