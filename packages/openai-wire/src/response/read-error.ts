import type { JsonObject, JsonValue } from '@understudy/core/provider';
import { isJsonObject, parseJson } from '@understudy/provider-utils';

import { decodeErrorBody } from '../error/decode-error-body.ts';
import type { WireError } from '../error/decode-error-body.ts';
import { parseObjectText } from '../error/parse-object-text.ts';

/** Returns the error in the field `error` of a chunk, a choice or a delta. Returns undefined if it has none. */
export function readErrorField(value: JsonObject, now?: number): WireError | undefined {
  const { error } = value;
  if (isEmpty(error)) return undefined;
  return (
    decodeErrorBody(isJsonObject(error) ? value : { ...value, error: toErrorValue(error) }, now) ??
    {}
  );
}

/** Returns the error of an event that is one, whatever its data is. */
export function readErrorData(data: string, now?: number): WireError {
  const json = parseJson(data);
  if (typeof json === 'string') return { message: json };
  const error =
    decodeErrorBody(json, now) ??
    (json === undefined ? undefined : readErrorField({ error: json }, now));
  return error ?? readErrorText(data, now);
}

/** Longer text is not searched for an object. */
const maxTextLength = 4096;

/**
 * Returns the error in a text that is not JSON: of the object that it contains, which can be one of Python, else its
 * words.
 */
export function readErrorText(text: string, now?: number): WireError {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}') + 1;
  if (start < 0 || end < start || text.length > maxTextLength) return { message: text };
  return decodeErrorBody(parseObjectText(text.slice(start, end)), now) ?? { message: text };
}

const errorTypes = /(?:^|[._-])(?:error|failed|failure|exception)$/i;

/** Returns the error in an object without choices, also if it has no field for it. */
export function readBareError(chunk: JsonObject, now?: number): WireError | undefined {
  if (reportsSuccess(chunk)) return undefined;
  const { object, type, status, error_msg: message, error_code: code } = chunk;
  // Baidu
  if (typeof message === 'string') return decodeErrorBody({ message, code: code ?? null }, now);
  const isError = [object, type, status].some(
    (value) => typeof value === 'string' && errorTypes.test(value),
  );
  if (isError) return decodeErrorBody(chunk, now) ?? {};
  const isNotice = typeof type === 'string' || (typeof object === 'string' && !isResponse(object));
  return isNotice ? undefined : decodeErrorBody(chunk, now);
}

const successCodes: readonly unknown[] = [0, '0', 200, '200'];

/** Some gateways report success with a code and a message. */
function reportsSuccess({ success, code, error }: JsonObject): boolean {
  return error === undefined && (success === true || successCodes.includes(code));
}

function isResponse(object: string): boolean {
  return object === '' || object.startsWith('chat.completion');
}

/** Some vendors send an empty `error` in every chunk. */
function isEmpty(error: JsonValue | undefined): boolean {
  if (typeof error === 'object' && error !== null) return Object.keys(error).length === 0;
  return error === undefined || error === null || error === false || error === '' || error === 0;
}

/** The decoder of errors knows strings and objects. A number is a code, and a list has one error. */
function toErrorValue(error: JsonValue | undefined): JsonValue {
  if (Array.isArray(error)) return toErrorValue(error[0]);
  if (typeof error === 'number') return { code: error };
  return error ?? true;
}
