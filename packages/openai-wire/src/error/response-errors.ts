import { ProviderError } from '@understudy/core/provider';
import type { ErrorCode } from '@understudy/core/provider';
import { createInBandError as createVendorError } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

import type { WireError } from './decode-error-body.ts';

/** Creates the error that a vendor reports inside a response. */
export function createInBandError(error: WireError): ProviderError {
  return createVendorError(toVendorError(error));
}

/** Returns the fields of an error that providers use. */
export function toVendorError({ code, type, message, ...fields }: WireError): VendorError {
  return { ...fields, vendorCode: code, vendorType: type, vendorMessage: message };
}

/** Creates the error for a finish reason that reports an error. */
export function interruptedResponse(code: ErrorCode): ProviderError {
  return new ProviderError({
    code,
    message: 'the vendor could not complete the response, according to its finish reason',
  });
}

export function truncatedStream(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without a finish reason or [DONE]',
  });
}
