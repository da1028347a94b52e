import { ProviderError } from '@understudy/core/provider';

export function truncatedStream(): ProviderError {
  return new ProviderError({
    code: 'stream-truncated',
    message: 'stream ended without a finish reason',
  });
}
