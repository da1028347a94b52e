import { findCode } from '@understudy/core/internal';
import { ProviderError } from '@understudy/core/provider';
import type { ErrorCode } from '@understudy/core/provider';
import { createInBandError as createVendorError } from '@understudy/provider-utils';
import type { VendorError } from '@understudy/provider-utils';

import type { WireError } from './decode-error-body.ts';

/**
 * Creates the error that the API reports inside a response. The type that has the status 400 elsewhere is about the
 * request here too: https://platform.claude.com/docs/en/api/errors
 */
export function createInBandError(error: WireError): ProviderError {
  const status = error.type === 'invalid_request_error' ? 400 : undefined;
  return createVendorError({ ...toVendorError(error), status });
}

/** Types that have one meaning in this API only. Core classifies the others. */
const codesByType: ReadonlyMap<string, ErrorCode> = new Map([
  ['not_found_error', 'model-not-found'],
  ['conflict_error', 'invalid-request'],
  ['api_error', 'server-error'],
]);

/** Returns the fields of an error that providers use. A known code decides before the type. */
export function toVendorError(error: WireError): VendorError {
  const { code, type, message, retryAfterMs } = error;
  return {
    code: findCode(code) === undefined ? decideCode(error) : undefined,
    vendorCode: code,
    vendorType: type,
    vendorMessage: message,
    retryAfterMs,
  };
}

function decideCode(error: WireError): ErrorCode | undefined {
  return isOtherMissing(error) ? 'request-rejected' : codesByType.get(error.type ?? '');
}

/** What a request can refer to besides a model. A missing model makes a chain skip the target for a while. */
const otherResource = /\b(?:file|container|skill|thread|profile)s?\b/i;

function isOtherMissing({ code = '', type, message = '' }: WireError): boolean {
  if (type !== 'not_found_error') return false;
  return (
    code.endsWith('_not_found') || (otherResource.test(message) && !/\bmodel\b/i.test(message))
  );
}

export function truncatedStream(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without message_stop',
  });
}
