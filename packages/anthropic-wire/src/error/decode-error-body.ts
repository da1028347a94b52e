import type { JsonObject } from '@understudy/core/provider';
import {
  isJsonObject,
  parseJson,
  readObject,
  readString,
  readWait,
} from '@understudy/provider-utils';
import { findInnerJson } from '@understudy/provider-utils/internal';

/** The error that the API reported. */
export interface WireError {
  /** The code in the details of the error. */
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  /** Use it for classification only: it may contain secrets or the prompt. */
  readonly message?: string | undefined;
  /** The delay in the body, in a field or in the message. */
  readonly retryAfterMs?: number | undefined;
}

/** A word. Keys contain digits or a dash, and proxies may echo them. */
const wordShape = /^[a-z][a-z_]{0,63}$/i;

/**
 * Decodes the error in a JSON body: `{ type: "error", error: { type, message, details } }`, without the outer type, or
 * with the fields of the error beside it. An error that a proxy puts into the message of its own is decoded too.
 *
 * Returns undefined if the body contains no error.
 *
 * @param now - wall-clock time, milliseconds since 1970. Without it, delays that are points in time are ignored
 */
export function decodeErrorBody(json: unknown, now?: number): WireError | undefined {
  if (!isJsonObject(json)) return undefined;
  const { type, error, ...fields } = json;
  if (isJsonObject(error)) return readError(error, now);
  if (typeof error === 'string' && error !== '') return readError({ message: error }, now);
  return type === 'error' ? readError(fields, now) : undefined;
}

function readError(error: JsonObject, now: number | undefined): WireError {
  const code = readWord(readObject(error, 'details'), 'error_code') ?? readWord(error, 'code');
  const own = readString(error, 'message');
  const inner = decodeErrorBody(parseJson(findInnerJson(own ?? '') ?? ''), now) ?? {};
  return {
    code: code ?? inner.code,
    // The type of a proxy is `api_error` for every error of the vendor.
    type: inner.type ?? readWord(error, 'type'),
    // The words of the vendor come first, because only the beginning of a message is searched.
    message: inner.message === undefined ? own : `${inner.message} ${own}`,
    retryAfterMs: readWait(error, own ?? '', now) ?? inner.retryAfterMs,
  };
}

function readWord(value: unknown, name: string): string | undefined {
  const word = readString(value, name);
  return word !== undefined && wordShape.test(word) ? word : undefined;
}
