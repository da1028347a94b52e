import { ProviderError } from '@understudy/core/provider';

export function truncatedResponse(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without response.completed or response.incomplete',
  });
}

/** The error of a request that continues a stored response. */
export function needsStore(param: string): ProviderError {
  return new ProviderError({
    code: 'unsupported-parameter',
    message: `${param}: expected a complete conversation, received a reference to stored data`,
    param,
  });
}
