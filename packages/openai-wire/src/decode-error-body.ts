import { readObject, readString } from '@understudy/core/provider';

/** What a vendor said of a failure. */
export interface WireError {
  /** A word or a number; what could be a key is left out. */
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  /** The vendor's wording: for classification, never to be shown, since it may echo anything. */
  readonly message?: string | undefined;
  /** The field of the request that it is about. */
  readonly param?: string | undefined;
  /** An HTTP status that the body names. */
  readonly status?: number | undefined;
  /** A wait that the body names. */
  readonly retryAfterMs?: number | undefined;
}

/** The error that a JSON body tells, in whichever vendor's shape; undefined where it tells none. */
export function decodeErrorBody(json: unknown): WireError | undefined {
  const error = readObject(json, 'error');
  if (!error) return undefined;
  return {
    code: readString(error, 'code'),
    type: readString(error, 'type'),
    message: readString(error, 'message'),
  };
}
