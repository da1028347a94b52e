import { ProviderError } from '@understudy/core/provider';

/**
 * Creates the error for a response that cannot be read.
 *
 * `expected` and `received` must not quote the response, which may contain secrets.
 */
export function malformedResponse(expected: string, received: string): ProviderError {
  return new ProviderError({
    code: 'malformed-response',
    message: `expected ${expected}, received ${received}`,
  });
}
