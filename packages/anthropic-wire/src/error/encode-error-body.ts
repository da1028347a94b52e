import type { ErrorCode, JsonObject } from '@understudy/core/provider';

/** The fields of an error that are sent to an app. Every `UnderstudyError` has them. */
export interface EncodableError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The field of the request that the error names. */
  readonly param?: string | undefined;
}

/** The types that clients of the API handle. All other errors are sent as `api_error`. */
const types: ReadonlyMap<ErrorCode, string> = new Map<ErrorCode, string>([
  ['invalid-request', 'invalid_request_error'],
  ['unsupported-feature', 'invalid_request_error'],
  ['unsupported-parameter', 'invalid_request_error'],
  ['context-length-exceeded', 'invalid_request_error'],
  ['content-filtered', 'invalid_request_error'],
  ['model-not-found', 'not_found_error'],
  ['provider-not-found', 'not_found_error'],
  ['provider-retired', 'not_found_error'],
  ['provider-deprecated', 'not_found_error'],
  ['rate-limited', 'rate_limit_error'],
  ['quota-exhausted', 'billing_error'],
  ['overloaded', 'overloaded_error'],
  ['circuit-open', 'overloaded_error'],
  ['cooling-down', 'overloaded_error'],
  ['concurrency-limited', 'overloaded_error'],
  ['closed', 'overloaded_error'],
  ['timeout', 'timeout_error'],
]);

/**
 * Encodes an error as the body of an error response, or as the data of an `error` event.
 *
 * Errors of Understudy's own access to a vendor, for example a rejected API key, become `api_error`. The message of
 * `context-length-exceeded` starts with "prompt is too long", by which clients recognize it.
 *
 * @param requestId - the `request_id` of the body. Omitted if it is undefined
 */
export function encodeErrorBody(
  { code, message, param }: EncodableError,
  requestId?: string,
): JsonObject {
  const type = types.get(code) ?? 'api_error';
  const text = code === 'context-length-exceeded' ? `prompt is too long: ${message}` : message;
  return {
    type: 'error',
    error: {
      type,
      message: text,
      // The vendor's SDK then sends the complete conversation.
      ...(param === 'thread.type' && { details: { error_code: 'thread_not_found' } }),
    },
    ...(requestId !== undefined && { request_id: requestId }),
  };
}

/** Encodes an error as the last event of a stream. The parameters are those of `encodeErrorBody()`. */
export function encodeErrorEvent(error: EncodableError, requestId?: string): string {
  return `event: error\ndata: ${JSON.stringify(encodeErrorBody(error, requestId))}\n\n`;
}
