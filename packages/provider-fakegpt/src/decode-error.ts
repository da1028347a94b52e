import type { JsonValue } from '@understudy/core/provider';
import { isJsonObject, readNumber, readObject, readString } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

/** A code is part of error messages, and a server may send a token in its place. */
const codeShape = /^[a-z][a-z_]{0,63}$/;

/** Decodes the error in a JSON body: `detail` or `error`, as a string or an object. */
export function decodeError(body: JsonValue | undefined): VendorError | undefined {
  if (!isJsonObject(body)) return undefined;
  const vendorMessage = readString(body, 'detail') ?? readString(body, 'error');
  if (vendorMessage !== undefined) return { vendorMessage };
  const details = readObject(body, 'detail') ?? readObject(body, 'error');
  if (details) return readDetails(details);
  // The server reports a failed login with status 200 and this body.
  const code = readNumber(body, 'code');
  return code !== undefined && code >= 400 ? readDetails(body) : undefined;
}

function readDetails(details: JsonValue): VendorError {
  const seconds = readNumber(details, 'clears_in');
  return {
    vendorMessage: readString(details, 'message'),
    vendorCode: readCode(details, 'code'),
    vendorType: readCode(details, 'type'),
    retryAfterMs: seconds !== undefined && seconds >= 0 ? seconds * 1000 : undefined,
  };
}

function readCode(details: JsonValue, name: string): string | undefined {
  const code = readString(details, name);
  return code !== undefined && codeShape.test(code) ? code : undefined;
}

const busy = /\bonly one message at a time\b/i;

/** Whether the server rejects a message because it still writes the response to another one. */
export function isBusySession({ vendorMessage = '' }: VendorError): boolean {
  return busy.test(vendorMessage);
}
