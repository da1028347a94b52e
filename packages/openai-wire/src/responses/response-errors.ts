import { ProviderError } from '@understudy/core/provider';

export function truncatedResponse(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without response.completed or response.incomplete',
  });
}
