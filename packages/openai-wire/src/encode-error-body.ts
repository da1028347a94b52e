import type { ErrorCode, JsonObject } from '@understudy/core/provider';

/** What of an error may be told; every `UnderstudyError` is one. */
export interface TellableError {
  readonly code: ErrorCode;
  readonly message: string;
  /** The field of the request that it is about. */
  readonly path?: string | undefined;
}

/** An error as the body of a response. */
export function encodeErrorBody({ code, message, path }: TellableError): JsonObject {
  return { error: { message, type: code, code, param: path ?? null } };
}
