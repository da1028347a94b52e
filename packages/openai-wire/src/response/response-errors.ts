import { classifyError, ProviderError } from '@understudy/core/provider';
import type { ErrorCode } from '@understudy/core/provider';

import type { WireError } from '../decode-error-body.ts';

/** An answer that no speaker of the dialect gives; `expected` and `came` quote nothing of it. */
export function malformed(expected: string, came: string): ProviderError {
  return new ProviderError({
    code: 'malformed-response',
    message: `expected ${expected}, and ${came} came`,
  });
}

/** What the vendor reported of itself inside an answer, as an error. */
export function reported({ code, type, message, status, retryAfterMs }: WireError): ProviderError {
  const told = [code, type].filter((word) => word !== undefined);
  const words = told.length > 0 ? ` (${told.join(', ')})` : '';
  return new ProviderError({
    code: classifyError({ status, vendorCode: code, vendorType: type, vendorMessage: message }),
    message: `expected an answer, and the vendor reported an error of its own in it${words}`,
    retryAfterMs,
  });
}

/** A finish reason that says that the vendor could not go on. */
export function interrupted(code: ErrorCode): ProviderError {
  return new ProviderError({
    code,
    message:
      'expected the end of the answer, and the vendor broke it off with a finish reason of its own',
  });
}

export function truncated(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'expected a finish reason or [DONE], and the body ended without either',
  });
}

export function tooLarge(what: string, limit: number): ProviderError {
  return new ProviderError({
    code: 'response-too-large',
    message: `expected ${what} of at most ${limit} characters, and more came`,
  });
}
