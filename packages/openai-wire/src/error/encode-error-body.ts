import type { ErrorCode, JsonObject } from '@understudy/core/provider';

/** The fields of an error that are sent to an app. Every `UnderstudyError` has them. */
export interface EncodableError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The path of the request field that the error is about. */
  readonly path?: string | undefined;
  /** The request field that the vendor named. */
  readonly param?: string | undefined;
}

interface OpenAiErrorCode {
  readonly type: string;
  /** @defaultValue the Understudy code with underscores */
  readonly code?: string | null;
}

const invalidRequest = { type: 'invalid_request_error' };
const unknownModel = { ...invalidRequest, code: 'model_not_found' };

/** The types and codes that OpenAI's clients handle. All other errors are sent as `server_error`. */
const openAiErrorCodes: ReadonlyMap<ErrorCode, OpenAiErrorCode> = new Map<
  ErrorCode,
  OpenAiErrorCode
>([
  ['invalid-request', { ...invalidRequest, code: null }],
  ['unsupported-feature', invalidRequest],
  ['unsupported-parameter', invalidRequest],
  ['context-length-exceeded', invalidRequest],
  ['content-filtered', { ...invalidRequest, code: 'content_filter' }],
  ['model-not-found', unknownModel],
  ['provider-not-found', unknownModel],
  ['provider-retired', unknownModel],
  ['provider-deprecated', unknownModel],
  ['rate-limited', { type: 'rate_limit_error', code: 'rate_limit_exceeded' }],
  ['quota-exhausted', { type: 'insufficient_quota', code: 'insufficient_quota' }],
]);

/**
 * Encodes an error as the body of an error response, or as the data of a stream event.
 *
 * Errors of Understudy's own access to a vendor, for example a rejected API key, become
 * `server_error`.
 */
export function encodeErrorBody({ code, message, path, param }: EncodableError): JsonObject {
  const { type, code: openAiCode = code.replaceAll('-', '_') } = openAiErrorCodes.get(code) ?? {
    type: 'server_error',
  };
  return { error: { message, type, param: path ?? param ?? null, code: openAiCode } };
}
