import type { ErrorCode } from '../chat/error-code.ts';
import type { JsonValue } from '../chat/json.ts';
import type { HttpResponse } from '../ports/http.ts';
import type { VendorErrorDetails } from './classify-error.ts';

/** The error that a vendor reported in JSON. */
export interface VendorError extends VendorErrorDetails {
  /** The status in the body. It replaces the status of a response below 300. */
  readonly status?: number | undefined;
  /** The field of the request that the message names, if `param` is unknown. It does not decide the error code. */
  readonly mentionedParam?: string | undefined;
  /** The error code, if the provider knows it. @defaultValue the result of `classifyError` */
  readonly code?: ErrorCode | undefined;
  /** The delay requested in the body. The longer one of the body and the headers is used. */
  readonly retryAfterMs?: number | undefined;
  /** Whether a retry at the same target can succeed. @defaultValue the header `x-should-retry` of the response */
  readonly shouldRetry?: boolean | undefined;
  /** What to do. It is the end of the message. @defaultValue the result of `adviseOn` of the request */
  readonly advice?: string | undefined;
}

/** How a provider decodes error responses. */
export interface ErrorDecoder {
  /** What was requested, for example `chat request`. It is the start of error messages. */
  readonly operation: string;
  /**
   * Returns the error in a JSON body, or undefined if it reports none. Called for bodies with any status.
   *
   * @param now - wall-clock time, milliseconds since 1970, for delays that are points in time
   */
  decodeError(body: JsonValue, now: number): VendorError | undefined;
  /** Returns what to do about an error. It is the end of the message. */
  adviseOn?(code: ErrorCode, error: VendorError | undefined): string | undefined;
}

/** How a provider decodes a response that is not the expected one. */
export interface ResponseErrorDecoder extends ErrorDecoder {
  /** The expected body, for example `JSON`. */
  readonly expected: string;
  /** The JSON that was sent. Its texts do not decide the error code if the vendor repeats them. */
  readonly requestBody?: string | undefined;
}

/** The part of a response that is known before its body. */
export type ErrorResponse = Pick<HttpResponse, 'status' | 'headers'>;
