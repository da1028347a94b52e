import { ProviderError } from '@understudy/core/provider';

/** `expected` and `received` must not quote the response, which may contain secrets. */
export function malformedResponse(expected: string, received: string): ProviderError {
  return new ProviderError({
    code: 'malformed-response',
    message: `expected ${expected}, received ${received}`,
  });
}

export function truncatedStream(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without a finish reason',
  });
}
