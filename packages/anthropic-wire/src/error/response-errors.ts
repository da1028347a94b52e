import { formatBytes } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import { createInBandError as createVendorError } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

import type { WireError } from './decode-error-body.ts';

export { malformedResponse } from '@understudy/provider-utils';

/** Creates the error that the API reports inside a response. */
export function createInBandError(error: WireError): ProviderError {
  return createVendorError(toVendorError(error));
}

/** Returns the fields of an error that providers use. */
export function toVendorError({
  code,
  type,
  message,
  errorCode,
  retryAfterMs,
}: WireError): VendorError {
  return {
    code: errorCode,
    vendorCode: code,
    vendorType: type,
    vendorMessage: message,
    retryAfterMs,
  };
}

export function truncatedStream(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without message_stop',
  });
}

export function bufferTooLarge(maxBytes: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `blocks of the response exceed ${formatBytes(maxBytes)} (limits.maxResponseBytes)`,
  });
}
