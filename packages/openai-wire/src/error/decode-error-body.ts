import type { JsonObject } from '@understudy/core/provider';
import {
  isJsonObject,
  parseJson,
  readArray,
  readNumber,
  readObject,
  readString,
} from '@understudy/provider-utils';

import { readWait } from './read-wait.ts';

/** The error that a vendor reported. */
export interface WireError {
  /** The vendor's code. Omitted if the value could be a key. */
  readonly code?: string | undefined;
  /** The vendor's error type. Omitted if the value could be a key. */
  readonly type?: string | undefined;
  /** The vendor's message. Use it for classification only: it may contain secrets or the prompt. */
  readonly message?: string | undefined;
  /** The request field that the error is about. Omitted if the value could be a key. */
  readonly param?: string | undefined;
  /** The HTTP status in the body. */
  readonly status?: number | undefined;
  /** The delay in the body. */
  readonly retryAfterMs?: number | undefined;
}

/** A word or a small number. Keys have letters and digits, or a dash, and vendors may echo them. */
const codeShape = /^(?:[a-z][a-z_. ]{0,63}|\d{1,6})$/i;
const pathShape = /^[a-z_]+(?:[.[\]]{1,2}(?:[a-z_]+|\d{1,4}))*\]?$/i;

/**
 * Decodes the error in a JSON body. Returns undefined if the body contains no error.
 *
 * Supported shapes: `{ error: {…} }`, `{ error: "…" }`, an array of one (Gemini), `{ errors: […] }`,
 * `{ object: "error", … }` (vLLM), `{ detail }` (FastAPI), `{ message }` and `{ base_resp }` (MiniMax).
 */
export function decodeErrorBody(json: unknown): WireError | undefined {
  const body: unknown = Array.isArray(json) ? json[0] : json;
  if (!isJsonObject(body)) return undefined;
  const { error } = body;
  if (isJsonObject(error)) return readError(error);
  if (typeof error === 'string' && error !== '') return readError({ ...body, message: error });
  const [first] = readArray(body, 'errors') ?? [];
  if (isJsonObject(first)) return readError(first);
  if (typeof first === 'string') return readError({ message: first });
  return isBareError(body) ? readError(body) : readBaseResponse(body);
}

/** MiniMax reports errors with status 200 in `base_resp`. Its code 0 means success. */
function readBaseResponse(body: JsonObject): WireError | undefined {
  const details = readObject(body, 'base_resp');
  const code = readNumber(details, 'status_code') ?? 0;
  const message = readString(details, 'status_msg');
  return code === 0 ? undefined : readError({ code, ...(message && { message }) });
}

const messageFields = ['message', 'msg', 'detail'];

/** Whether the fields of an error are in the body itself. */
function isBareError(body: JsonObject): boolean {
  const { error, object } = body;
  return (
    error === true ||
    object === 'error' ||
    messageFields.some((name) => readMessage(body[name]) !== undefined)
  );
}

function readError(error: JsonObject): WireError {
  const metadata = readObject(error, 'metadata');
  // OpenRouter puts the body of the vendor behind it into `metadata.raw`.
  const inner = decodeErrorBody(parseJson(readString(metadata, 'raw') ?? ''));
  const message = [...messageFields.map((name) => readMessage(error[name])), inner?.message]
    .filter((text) => text !== undefined)
    .join(' ');
  const code = readCode(error.code);
  return {
    code: inner?.code !== undefined && isUnspecific(code) ? inner.code : code,
    type: readType(error) ?? readCode(metadata?.error_type) ?? inner?.type,
    message: message === '' ? undefined : message,
    param: readPath(error.param) ?? inner?.param,
    status: readStatus(error),
    retryAfterMs: readWait(error, message) ?? inner?.retryAfterMs,
  };
}

/** Google's field for the type is `status`. */
function readType(error: JsonObject): string | undefined {
  return readCode(error.type) ?? readCode(error.error_type) ?? readCode(error.status);
}

function readCode(value: unknown): string | undefined {
  const code = typeof value === 'number' ? String(value) : value;
  return typeof code === 'string' && codeShape.test(code) ? code : undefined;
}

/** OpenRouter sends the status as the code. The code of the vendor behind it is more specific. */
function isUnspecific(code: string | undefined): boolean {
  return code === undefined || /^\d/.test(code);
}

function readPath(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 64 && pathShape.test(value)
    ? value
    : undefined;
}

/** Reads a message from a string, from FastAPI's array of errors, or from an object. */
function readMessage(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (Array.isArray(value)) return readMessage(value[0]);
  if (!isJsonObject(value)) return undefined;
  return readMessage(value.msg) ?? readMessage(value.message) ?? readMessage(value.detail);
}

const statusFields = ['status', 'code', 'status_code', 'http_status_code'];

function readStatus(error: JsonObject): number | undefined {
  return statusFields
    .map((name) => readNumber(error, name) ?? Number(readString(error, name)))
    .find((status) => Number.isInteger(status) && status >= 400 && status <= 599);
}
