import {
  isJsonObject,
  parseJson,
  readArray,
  readNumber,
  readObject,
  readString,
} from '@understudy/core/provider';
import type { JsonObject } from '@understudy/core/provider';

import { readWait } from './error/read-wait.ts';

/** What a vendor said of a failure. */
export interface WireError {
  /** A word, or a number in text; what could be a key is left out. */
  readonly code?: string | undefined;
  /** A word of the same kind. */
  readonly type?: string | undefined;
  /** The vendor's wording: for classification, never to be shown, since it may echo anything. */
  readonly message?: string | undefined;
  /** The field of the request that it is about, where it is told in words of the same kind. */
  readonly param?: string | undefined;
  /** An HTTP status that the body names. */
  readonly status?: number | undefined;
  /** A wait that the body names. */
  readonly retryAfterMs?: number | undefined;
}

/** A word or a small number: vendors echo keys, and a key has both letters and digits, or a dash. */
const wordShape = /^(?:[a-z][a-z_. ]{0,63}|\d{1,6})$/i;
const pathShape = /^[a-z_]+(?:[.[\]]{1,2}(?:[a-z_]+|\d{1,4}))*\]?$/i;

/**
 * The error that a JSON body tells, in whichever vendor's shape: `{ error: {…} }`, `{ error: "…" }`,
 * a list of one (Gemini), `{ errors: […] }`, `{ object: "error", … }` (vLLM), `{ detail }` (FastAPI),
 * `{ message }`. Undefined where it tells none.
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
  if (isTold(body)) return readError(body);
  // MiniMax tells its failures under a status of 200; its code 0 is none.
  const verdict = readObject(body, 'base_resp');
  const number = readNumber(verdict, 'status_code') ?? 0;
  const message = readString(verdict, 'status_msg');
  return number === 0 ? undefined : readError({ code: number, ...(message && { message }) });
}

/** The fields in which vendors put a failure into words. */
const wordingNames = ['message', 'msg', 'detail'];

function isTold(body: JsonObject): boolean {
  const { error, object } = body;
  return error === true || object === 'error' || wordingNames.some((name) => wordingOf(body[name]));
}

function readError(error: JsonObject): WireError {
  const metadata = readObject(error, 'metadata');
  const inner = decodeErrorBody(parseJson(readString(metadata, 'raw') ?? ''));
  const message = [...wordingNames.map((name) => wordingOf(error[name])), inner?.message]
    .filter((wording) => wording !== undefined)
    .join(' ');
  const code = readWord(error.code);
  return {
    code: inner?.code !== undefined && saysLittle(code) ? inner.code : code,
    type: readType(error) ?? readWord(metadata?.error_type) ?? inner?.type,
    message: message === '' ? undefined : message,
    param: readPath(error.param) ?? inner?.param,
    status: readStatus(error),
    retryAfterMs: readWait(error, message) ?? inner?.retryAfterMs,
  };
}

/** `status` is Google's word for a type. */
function readType(error: JsonObject): string | undefined {
  return readWord(error.type) ?? readWord(error.error_type) ?? readWord(error.status);
}

function readWord(value: unknown): string | undefined {
  const word = typeof value === 'number' ? String(value) : value;
  return typeof word === 'string' && wordShape.test(word) ? word : undefined;
}

/** No code, or a status in its place, as OpenRouter has it: the vendor behind it tells more. */
function saysLittle(code: string | undefined): boolean {
  return code === undefined || /^\d/.test(code);
}

function readPath(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 64 && pathShape.test(value)
    ? value
    : undefined;
}

/** Wording as text, or where it hides: FastAPI lists what is wrong with a request. */
function wordingOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (Array.isArray(value)) return wordingOf(value[0]);
  if (!isJsonObject(value)) return undefined;
  return wordingOf(value.msg) ?? wordingOf(value.message) ?? wordingOf(value.detail);
}

function readStatus(error: JsonObject): number | undefined {
  const names = ['status', 'code', 'status_code', 'http_status_code'];
  const told = names.map((name) => readNumber(error, name) ?? Number(readString(error, name)));
  return told.find((status) => Number.isInteger(status) && status >= 400 && status <= 599);
}
