import type { JsonValue } from '@understudy/core/provider';
import { decodeErrorBody } from '@understudy/openai-wire';
import { readArray } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

/** Decodes the error in a JSON body. A body with `choices` is a response, whatever its other fields are. */
export function decodeError(body: JsonValue): VendorError | undefined {
  const error = readArray(body, 'choices') ? undefined : decodeErrorBody(body);
  if (!error) return undefined;
  const { code: vendorCode, type: vendorType, message: vendorMessage } = error;
  const { param, status, retryAfterMs } = error;
  const advice =
    param === 'stream'
      ? 'set quirks.streams to false to request a response without streaming'
      : undefined;
  return { vendorCode, vendorType, vendorMessage, status, retryAfterMs, advice };
}
