import type { JsonObject, JsonValue } from '@understudy/core/provider';
import {
  isJsonObject,
  readArray,
  readNumber,
  readObject,
  readString,
  readWait,
  toFieldPath,
} from '@understudy/provider-utils';

import { readBaseResponse } from './base-response.ts';
import { findCodeInMessage, readDetails } from './error-details.ts';
import type { ErrorDetails } from './error-details.ts';
import { findInnerError } from './inner-error.ts';
import { readOpenRouterCode, readOpenRouterType } from './openrouter-error.ts';
import { parseObjectText } from './parse-object-text.ts';

/** The error that a vendor reported. */
export interface WireError {
  /** The vendor's code. Omitted if the value could be a key. */
  readonly code?: string | undefined;
  /** The vendor's error type. Omitted if the value could be a key. */
  readonly type?: string | undefined;
  /** The reason in the details, for example Google's `API_KEY_INVALID`. Omitted if the value could be a key. */
  readonly reason?: string | undefined;
  /** The vendor's message. Use it for classification only: it may contain secrets or the prompt. */
  readonly message?: string | undefined;
  /** The request field that the error is about. Omitted if the value could be a key. */
  readonly param?: string | undefined;
  /** The request field that the message names. It does not decide the error code. */
  readonly mentionedParam?: string | undefined;
  /** The HTTP status in the body. */
  readonly status?: number | undefined;
  /** The delay in the body. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * A word or a small number. Keys have letters and digits, or a dash, and vendors may echo them. LiteLLM sends `None`.
 * The only word with digits is `base64`.
 */
const codeShape = /^(?:(?!(?:none|null|undefined)$)[a-z](?:[a-z_. ]|base64){0,63}|\d{1,6})$/i;

/**
 * Decodes the error in a JSON body. Returns undefined if the body contains no error.
 *
 * Supported shapes: `{ error: {…} }`, `{ error: "…" }`, an array of one (Gemini), `{ errors: […] }`, `{ errors: {…} }`
 * (ModelScope), `{ object: "error", … }` (vLLM), `{ detail }` (FastAPI), `{ message }`, `{ error_code, error_msg }`
 * (Baidu), `{ error_type, error_message }` (Venice) and `{ base_resp }` (MiniMax). An error that a gateway puts into
 * its own, or into a field such as `external_model_error`, is decoded too.
 *
 * @param now - wall-clock time, milliseconds since 1970. Without it, delays that are points in time are ignored
 */
export function decodeErrorBody(json: unknown, now?: number): WireError | undefined {
  const body: unknown = Array.isArray(json) ? json[0] : json;
  if (!isJsonObject(body)) return undefined;
  const { error } = body;
  if (isJsonObject(error)) return readError(error, now, body);
  if (typeof error === 'string' && error !== '') return readError(joinTitle(body, error), now);
  const errors = readObject(body, 'errors') ?? readArray(body, 'errors')?.[0];
  if (isJsonObject(errors)) return readError(errors, now, body);
  if (typeof errors === 'string') return readError({ message: errors }, now);
  if (isBareError(body) || isProblem(body)) return readError(body, now);
  const base = readBaseResponse(body);
  return base ? readError(base, now) : decodeErrorBody(findWrappedError(body), now);
}

/** Gateways put the error body of the vendor behind them into a field of their own (Databricks). */
function findWrappedError(body: JsonObject): JsonValue | undefined {
  const name = Object.keys(body).find((key) => key.endsWith('_error') && isJsonObject(body[key]));
  return name === undefined ? undefined : body[name];
}

/** A text in `error` is the message, or the code or the title of the message beside it (Scaleway, NestJS). */
function joinTitle(body: JsonObject, error: string): JsonObject {
  const { message = null, type } = body;
  if (typeof message !== 'string' || message.trim() === '') return { ...body, message: error };
  const isCode = /^[a-z]+(?:_[a-z]+)*$/.test(error);
  return { ...body, message: `${message} ${error}`, ...(isCode && { type: type ?? error }) };
}

const messageFields = [
  'message',
  'msg',
  'detail',
  'error_msg',
  // Venice; servers in Java; servers in Go; AWS; OAuth
  'error_message',
  'errorMessage',
  'err_msg',
  'Message',
  'error_description',
];

/** Whether a body has the problem details of RFC 9457, whose `detail` is optional. */
function isProblem({ title, status }: JsonObject): boolean {
  return typeof title === 'string' && typeof status === 'number' && status >= 400;
}

/** Whether the fields of an error are in the body itself. */
function isBareError(body: JsonObject): boolean {
  const { error, object } = body;
  return (
    error === true ||
    object === 'error' ||
    messageFields.some((name) => readMessage(body[name]) !== undefined)
  );
}

/** @param body - the object around the error. It contains the delay of some vendors */
function readError(error: JsonObject, now: number | undefined, body?: JsonObject): WireError {
  const names = isProblem(error) ? ['title', ...messageFields] : messageFields;
  const texts = [...names.map((name) => readMessage(error[name])), readSentence(error.param)];
  const own = texts.filter((text) => text !== undefined).join(' ');
  const innerText = findInnerError(error, own);
  const inner = decodeErrorBody(parseObjectText(innerText ?? ''), now) ?? { message: innerText };
  // The words of the vendor come first, because only the beginning of a message is searched.
  const message = [inner.message, own].filter(Boolean).join(' ');
  const details = readDetails(error, own);
  const code = readCode(error.code) ?? readCode(error.error_code) ?? readCode(error.errorCode);
  const isReplaced = inner.code !== undefined && isUnspecific(code);
  return {
    code:
      findCodeInMessage(own) ??
      readCode(readOpenRouterCode(error, body)) ??
      (isReplaced ? inner.code : code),
    type: readType(error) ?? inner.type,
    reason:
      readCode(details.reason) ??
      readCode(error.reason) ??
      inner.reason ??
      // Routers have a code of their own for all errors of the vendors behind them.
      (isReplaced ? undefined : inner.code),
    message: message === '' ? undefined : message,
    param: readParam(error, details) ?? inner.param,
    mentionedParam: toFieldPath(details.mentionedParam) ?? inner.mentionedParam,
    status: readStatus(error) ?? (body && readStatus(body)),
    retryAfterMs:
      readWait(error, own, now) ?? inner.retryAfterMs ?? (body && readWait(body, '', now)),
  };
}

/** Google's field for the type is `status`, OpenRouter's is in the metadata, that of AWS is `__type`. */
function readType(error: JsonObject): string | undefined {
  return (
    readCode(error.type) ??
    readCode(error.error_type) ??
    // The title of RFC 9457 is the same for all errors of a type. Its status is a number.
    (isProblem(error) ? readCode(error.title) : undefined) ??
    readCode(error.status) ??
    readCode(readString(error, '__type')) ??
    readCode(readOpenRouterType(error))
  );
}

function readCode(value: unknown): string | undefined {
  const code = typeof value === 'number' ? String(value) : value;
  return typeof code === 'string' && codeShape.test(code) ? code : undefined;
}

/** OpenRouter sends the status as the code. The code of the vendor behind it is more specific. */
function isUnspecific(code: string | undefined): boolean {
  return code === undefined || /^\d/.test(code);
}

/** Some gateways put the message of the vendor behind them into `param`. */
function readSentence(param: unknown): string | undefined {
  return typeof param === 'string' && param.split(' ', 4).length === 4 ? param : undefined;
}

/** Cerebras sends `validation_error`, which is no parameter. */
function readParam({ param }: JsonObject, details: ErrorDetails): string | undefined {
  const path = toFieldPath(param);
  return path === undefined || path.endsWith('_error') ? toFieldPath(details.param) : path;
}

/** Reads a message from a string, from FastAPI's array of errors, or from an object. */
function readMessage(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (Array.isArray(value)) return readMessage(value[0]);
  if (!isJsonObject(value)) return undefined;
  const names = ['msg', 'message', 'detail', 'error'];
  return names.map((name) => readMessage(value[name])).find((text) => text !== undefined);
}

const statusFields = ['status', 'code', 'status_code', 'statusCode', 'http_status_code'];

function readStatus(error: JsonObject): number | undefined {
  return statusFields
    .map((name) => readNumber(error, name) ?? Number(readString(error, name)))
    .find((status) => Number.isInteger(status) && status >= 400 && status <= 599);
}
