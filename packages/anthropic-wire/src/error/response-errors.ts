import { findCode } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { ErrorCode } from '@understudy/core/provider';
import { createInBandError as createVendorError } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

import type { WireError } from './decode-error-body.ts';

/** Creates the error that the API reports inside a response. */
export function createInBandError(error: WireError): ProviderError {
  return createVendorError(toVendorError(error));
}

/** Types that have one meaning in this API only. Core classifies the others. */
const codesByType: ReadonlyMap<string, ErrorCode> = new Map([
  ['not_found_error', 'model-not-found'],
  ['conflict_error', 'invalid-request'],
  ['api_error', 'server-error'],
]);

/** Returns the fields of an error that providers use. A known code decides before the type. */
export function toVendorError({ code, type, message, retryAfterMs }: WireError): VendorError {
  return {
    code: findCode(code) === undefined ? codesByType.get(type ?? '') : undefined,
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
