import type { ErrorCode, JsonObject } from '@understudy/core/provider';

/** What of an error may be told; every `UnderstudyError` is one. */
export interface EncodableError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The field of the request that it is about. */
  readonly path?: string | undefined;
}

interface Words {
  readonly type: string;
  /** @defaultValue our own code, with underscores */
  readonly code?: string | null;
}

const invalid = { type: 'invalid_request_error' };

/** The words that clients of OpenAI act upon; whatever else fails, the server did. */
const words: ReadonlyMap<ErrorCode, Words> = new Map<ErrorCode, Words>([
  ['invalid-request', { ...invalid, code: null }],
  ['unsupported-feature', invalid],
  ['context-length-exceeded', invalid],
  ['content-filtered', { ...invalid, code: 'content_filter' }],
  ['model-not-found', invalid],
  ['provider-not-found', { ...invalid, code: 'model_not_found' }],
  ['rate-limited', { type: 'rate_limit_error', code: 'rate_limit_exceeded' }],
  ['quota-exhausted', { type: 'insufficient_quota', code: 'insufficient_quota' }],
]);

/**
 * An error as the body of a response, or as the data of a stream that fails. That a vendor refuses our
 * key is no fault of the app's, and is not told as one.
 */
export function encodeErrorBody({ code, message, path }: EncodableError): JsonObject {
  const { type, code: word = code.replaceAll('-', '_') } = words.get(code) ?? {
    type: 'server_error',
  };
  return { error: { message, type, param: path ?? null, code: word } };
}
