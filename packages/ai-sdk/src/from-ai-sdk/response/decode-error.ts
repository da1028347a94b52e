import {
  AISDKError,
  APICallError,
  EmptyResponseBodyError,
  InvalidPromptError,
  InvalidResponseDataError,
  JSONParseError,
  LoadAPIKeyError,
  LoadSettingError,
  NoContentGeneratedError,
  NoSuchModelError,
  TypeValidationError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import {
  createInBandError,
  isJsonObject,
  readArray,
  readNumber,
  readObject,
  readString,
  toResponseError,
} from '@understudy/core/internal';
import type { VendorError } from '@understudy/core/internal';
import { isProviderError, ProviderError } from '@understudy/core/provider';
import type { Clock, ErrorCode, HttpHeaders, JsonValue } from '@understudy/core/provider';

import { truncatedError } from './decode-finish.ts';
import { findNetworkError } from './network-error.ts';

/**
 * Returns the error of Understudy for what a model of the AI SDK threw, or reported in a stream.
 *
 * Status, headers and body decide. `isRetryable` does not, because the error table decides about retries.
 */
export function decodeError(error: unknown, clock: Clock): ProviderError {
  if (isProviderError(error)) return error;
  if (APICallError.isInstance(error)) return decodeCallError(error, clock);
  if (InvalidResponseDataError.isInstance(error) && error.data === undefined)
    return truncatedError();
  const known = findKnownError(error);
  if (known) return new ProviderError({ ...known, cause: createSafeCause(error) });
  return findNetworkError(error) ?? decodeReportedError(error);
}

function decodeCallError(error: APICallError, clock: Clock): ProviderError {
  const { statusCode, responseHeaders = {}, responseBody, data, requestBodyValues } = error;
  if (statusCode === undefined) return findNetworkError(error) ?? connectionError(error);
  if (statusCode < 300 && responseBody === undefined) return decodeUnreadable(error, clock);
  return toResponseError(
    { status: statusCode, headers: toHttpHeaders(responseHeaders) },
    responseBody ?? toJsonText(data),
    {
      operation: 'chat request',
      expected: 'a response that the AI SDK can read',
      requestBody: toJsonText(requestBodyValues),
      decodeError: decodeErrorBody,
    },
    clock,
  );
}

function connectionError(error: unknown): ProviderError {
  return new ProviderError({
    code: 'connection-failed',
    message: 'the AI SDK received no response',
    cause: createSafeCause(error),
  });
}

/** A response that the AI SDK could not read, although its status is that of a success. */
function decodeUnreadable(error: APICallError, clock: Clock): ProviderError {
  if (error.cause !== undefined) return decodeError(error.cause, clock);
  return new ProviderError({
    code: 'malformed-response',
    message: 'the AI SDK could not read the response',
    cause: createSafeCause(error),
  });
}

/** Errors of the AI SDK contain the request and the response. */
function createSafeCause(error: unknown): Error | undefined {
  return error instanceof Error ? new Error(error.name) : undefined;
}

type KnownError = { readonly code: ErrorCode; readonly message: string };

/** The errors of the AI SDK that are not about an error response. Their messages can contain texts of the request. */
const knownErrors: readonly (readonly [
  { isInstance(error: unknown): boolean },
  ErrorCode,
  string,
])[] = [
  [LoadAPIKeyError, 'authentication-failed', 'the AI SDK provider has no API key'],
  [LoadSettingError, 'invalid-configuration', 'a setting of the AI SDK provider is missing'],
  [NoSuchModelError, 'model-not-found', 'the AI SDK provider has no such model'],
  [UnsupportedFunctionalityError, 'unsupported-feature', 'the model does not support a feature'],
  [InvalidPromptError, 'invalid-request', 'the AI SDK rejected the prompt'],
  [NoContentGeneratedError, 'empty-response', 'the response has no content'],
  [EmptyResponseBodyError, 'stream-truncated', 'the response has no body'],
  [InvalidResponseDataError, 'malformed-response', 'the AI SDK could not read the response'],
  [JSONParseError, 'malformed-response', 'the response contains invalid JSON'],
  [TypeValidationError, 'malformed-response', 'the response contains an unknown object'],
];

function findKnownError(error: unknown): KnownError | undefined {
  const entry = knownErrors.find(([type]) => type.isInstance(error));
  return entry && { code: entry[1], message: entry[2] };
}

/** An `error` part contains an Error, the vendor's object or a text. */
function decodeReportedError(error: unknown): ProviderError {
  const reported = typeof error === 'string' ? { vendorMessage: error } : readVendorError(error);
  return reported ? createInBandError(reported) : internalError(error);
}

function internalError(error: unknown): ProviderError {
  const cause = AISDKError.isInstance(error) ? createSafeCause(error) : error;
  const message = 'the model of the AI SDK threw an unexpected value (see cause)';
  return new ProviderError({ code: 'internal', message, cause });
}

/** Decodes the body of an error response: an object `error`, a text, or the fields themselves. */
function decodeErrorBody(body: JsonValue): VendorError | undefined {
  const text = readString(body, 'error');
  if (text !== undefined) return { vendorMessage: text };
  return readVendorError(Array.isArray(body) ? body[0] : body);
}

function readVendorError(value: unknown): VendorError | undefined {
  const data = readObject(value, 'data');
  const error = readObject(value, 'error') ?? readObject(data, 'error') ?? value;
  const message = readMessage(error);
  const code = readString(error, 'code') ?? readNumber(error, 'code')?.toString();
  const type = readString(error, 'type') ?? readString(error, 'status');
  const status = readStatus(error) ?? readStatus(value);
  if (message === undefined && code === undefined && status === undefined) return undefined;
  return {
    vendorMessage: message,
    vendorCode: code,
    vendorType: type === 'error' ? undefined : type,
    param: readString(error, 'param'),
    reason: readArray(error, 'details')
      ?.map((detail) => readString(detail, 'reason'))
      .find((reason) => reason !== undefined),
    status,
  };
}

/** The message of an Error is not enumerable. */
function readMessage(error: unknown): string | undefined {
  if (error instanceof Error) return error.message;
  return readString(error, 'message') ?? readString(error, 'detail');
}

function readStatus(error: unknown): number | undefined {
  if (!isJsonObject(error)) return undefined;
  const status = readNumber(error, 'statusCode') ?? readNumber(error, 'code');
  return status !== undefined && status >= 400 && status < 600 ? status : undefined;
}

function toJsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

function toHttpHeaders(values: Readonly<Record<string, string>>): HttpHeaders {
  const headers = new Map(
    Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    get: (name) => headers.get(name),
    getAll: (name) => [headers.get(name) ?? []].flat(),
    names: () => [...headers.keys()],
  };
}
