import type { ErrorCode, JsonValue } from '@understudy/core/provider';
import { readObject, readString } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

/** Acme's error codes. The message or the HTTP status classifies other errors. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ['busy', 'overloaded'],
  ['too_fast', 'rate-limited'],
  ['too_long', 'context-length-exceeded'],
  ['filtered', 'content-filtered'],
  ['missing_field', 'invalid-request'],
]);

/** Returns the error in the body of a response or in an event. Undefined if there is none. */
export function decodeError(body: JsonValue | undefined): VendorError | undefined {
  const error = readObject(body, 'error') ?? body;
  const vendorCode = readString(error, 'code');
  const vendorMessage = readString(error, 'message');
  if (vendorCode === undefined && vendorMessage === undefined) return undefined;
  return { code: codes.get(vendorCode ?? ''), vendorCode, vendorMessage };
}
