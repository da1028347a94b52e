import { formatBytes } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import { createInBandError as createVendorError } from '@understudy/provider-utils';

import type { WireError } from './decode-error-body.ts';

/** `expected` and `received` must not quote the response, which may contain secrets. */
export function malformedResponse(expected: string, received: string): ProviderError {
  return new ProviderError({
    code: 'malformed-response',
    message: `expected ${expected}, received ${received}`,
  });
}

/** Creates the error that the API reports inside a response. */
export function createInBandError({ code, type, message, errorCode }: WireError): ProviderError {
  return createVendorError({
    code: errorCode,
    vendorCode: code,
    vendorType: type,
    vendorMessage: message,
  });
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
